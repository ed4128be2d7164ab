import type { SoundBytes } from '../kiosk/port.ts';

// Recording from the microphone. Nothing is kept but what is handed over.

export const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined;

export interface Recording {
  // Ends it, and hands over what was said.
  stop(): Promise<SoundBytes>;
  cancel(): void;
}

const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus'];

// Rejects where there is no microphone, or it may not be used.
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  const type = types.find((one) => MediaRecorder.isTypeSupported(one)) ?? '';
  // Speech at 24 kbit/s: ten seconds in 30 kB.
  const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 24_000 });
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const over = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }));
  recorder.start();
  const free = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      await over;
      free();
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      return { type: (recorder.mimeType || type).split(';')[0] ?? '', bytes };
    },
    cancel() {
      if (recorder.state !== 'inactive') recorder.stop();
      free();
    },
  };
}
