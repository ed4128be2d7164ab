import type { Sound } from './player.ts';

// A phrase is over in a few seconds; one that hangs must not hold up the next.
const phrase_ms_max = 15_000;

// A sound of the browser's own audio element.
export function loadSound(file: string): Sound {
  const audio = new Audio(new URL(`sounds/${file}`, document.baseURI).href);
  let finish: () => void = () => {};
  return {
    play: (gain) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, phrase_ms_max);
        finish = () => {
          clearTimeout(timer);
          resolve();
        };
        audio.volume = gain;
        audio.addEventListener('ended', finish, { once: true });
        audio.addEventListener('error', finish, { once: true });
        audio.play().catch((error: unknown) => {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      }),
    stop: () => {
      audio.pause();
      finish();
    },
  };
}
