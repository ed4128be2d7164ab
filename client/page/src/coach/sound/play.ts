import type { SoundBytes } from '../kiosk/port.ts';

// Plays what came from the daemon as bytes: by Web Audio, for an audio element would want an address, and the content security policy has none
// for what is only in memory. Resolves when it is over; false: this machine cannot play it.
export async function playSound({ bytes }: SoundBytes): Promise<boolean> {
  const context = new AudioContext();
  try {
    // Decoding takes the bytes with it.
    const buffer = await context.decodeAudioData(new Uint8Array(bytes).buffer);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    await new Promise<void>((resolve) => {
      source.addEventListener('ended', () => resolve(), { once: true });
      source.start();
    });
    return true;
  } catch {
    return false;
  } finally {
    await context.close();
  }
}
