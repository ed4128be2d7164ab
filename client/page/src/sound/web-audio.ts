import type { SoundBytes } from '../kiosk/port.ts';
import type { Sound } from './player.ts';

// Sounds that are bytes in memory: recorded phrases, and a message that somebody has just spoken. They are decoded by the browser's audio
// graph, because an audio element would need an address for them, which the content security policy does not allow.

let context: AudioContext | null = null;

export function soundOf(fetchBytes: () => Promise<SoundBytes>): Sound {
  let source: AudioBufferSourceNode | null = null;
  let stopped = false;
  let finish: () => void = () => {};
  return {
    async play(gain) {
      context ??= new AudioContext();
      const graph = context;
      const { bytes } = await fetchBytes();
      // Decoding takes the bytes away; whoever keeps them keeps them.
      const buffer = await graph.decodeAudioData(bytes.slice().buffer);
      if (stopped) return;
      await graph.resume();
      const volume = graph.createGain();
      volume.gain.value = gain;
      source = graph.createBufferSource();
      source.buffer = buffer;
      source.connect(volume).connect(graph.destination);
      const playing = source;
      await new Promise<void>((resolve) => {
        finish = resolve;
        playing.addEventListener('ended', () => resolve(), { once: true });
        if (stopped) resolve();
        else playing.start();
      });
      playing.disconnect();
      volume.disconnect();
      // An idle graph costs a tick of the processor a hundred times a second.
      void graph.suspend();
    },
    stop() {
      stopped = true;
      source?.stop();
      finish();
    },
  };
}
