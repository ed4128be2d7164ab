import type { IconName } from '@wijkboek/page/icons/icons.ts';
import type { Device } from '../../generated/wijkboek/v1/office_pb.ts';
import { DeviceState } from '../../generated/wijkboek/v1/sync_pb.ts';
import type { Key } from '../words/words.ts';

export const kioskId = (kiosk: Device): string => [...kiosk.deviceId].map((byte) => byte.toString(16).padStart(2, '0')).join('');

// A kiosk says something every few minutes; longer than this, and figures wait for it.
const silent_after_ms = 15 * 60_000;

export interface KioskState {
  word: Key;
  icon: IconName;
  tone: '' | 'wait' | 'need';
}

export function kioskState(kiosk: Device, nowMs: bigint): KioskState {
  switch (kiosk.state) {
    case DeviceState.REVOKED:
      return { word: 'kiosk.revoked', icon: 'x', tone: '' };
    case DeviceState.LOST:
      return { word: 'kiosk.lost', icon: 'alert-triangle', tone: 'need' };
    case DeviceState.PARKED:
      return { word: 'kiosk.parked', icon: 'player-pause', tone: '' };
    default:
      if (kiosk.replacedBy !== '') return { word: 'kiosk.replaced', icon: 'arrows-exchange', tone: '' };
      if (kiosk.forked || kiosk.state === DeviceState.FORKED) return { word: 'kiosk.forked', icon: 'alert-triangle', tone: 'need' };
      if (kiosk.lastHeardMs === 0n) return { word: 'kiosk.neverHeard', icon: 'hourglass', tone: 'wait' };
      if (Number(nowMs - kiosk.lastHeardMs) > silent_after_ms) return { word: 'kiosk.silent', icon: 'wifi-off', tone: 'wait' };
      return { word: 'kiosk.heard', icon: 'circle-check', tone: '' };
  }
}
