import type { SoundBytes } from '../kiosk/port.ts';

// Records a short message. The sound stays in this page's memory until it is sent, and is dropped then.

// A voice is understood at this; half a minute is 90 kB of the 200 that fit beside an event.
const bits_per_second = 24_000;
export const message_bytes_max = 200_000;

export interface Recording {
  // Null: nothing was heard, or too much to be sent.
  stop(): Promise<SoundBytes | null>;
  drop(): void;
}

export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true, echoCancellation: false } });
  const letGo = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  const recorder = new MediaRecorder(stream, { mimeType: 'audio/webm;codecs=opus', audioBitsPerSecond: bits_per_second });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }));
  recorder.start();
  return {
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      await stopped;
      letGo();
      const whole = new Blob(parts);
      if (whole.size === 0 || whole.size > message_bytes_max) return null;
      return { type: 'audio/webm', bytes: new Uint8Array(await whole.arrayBuffer()) };
    },
    drop() {
      if (recorder.state !== 'inactive') recorder.stop();
      letGo();
    },
  };
}
