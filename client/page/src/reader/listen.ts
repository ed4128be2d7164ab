import { noBurst, stepBurst } from './burst.ts';

// A field as it was before a burst ran into it.
interface Before {
  field: HTMLInputElement | HTMLTextAreaElement;
  value: string;
  start: number | null;
  end: number | null;
}

// Hears a reader on every screen. Every key goes on to whatever has the focus, so that nothing that somebody types is ever swallowed or
// late; only when a burst turns out to have been a reader's is its Enter kept back, so that it presses nothing, and the field put back as it
// was. Returns how to stop.
export function listenToReader(target: Window, onread: (code: string) => void): () => void {
  let burst = noBurst;
  let before: Before | null = null;

  function keydown(event: KeyboardEvent) {
    const step = stepBurst(burst, {
      key: event.key,
      at_ms: event.timeStamp,
      special: event.repeat || event.ctrlKey || event.altKey || event.metaKey,
    });
    if (step.read !== null) {
      event.preventDefault();
      event.stopImmediatePropagation();
      putBack(before);
      before = null;
    } else if (step.burst.code.length === 1) {
      before = remember(target.document.activeElement);
    } else if (step.burst.code === '') {
      before = null;
    }
    burst = step.burst;
    if (step.read !== null) onread(step.read);
  }

  target.addEventListener('keydown', keydown, { capture: true });
  return () => target.removeEventListener('keydown', keydown, { capture: true });
}

function remember(element: Element | null): Before | null {
  if (!(element instanceof HTMLInputElement) && !(element instanceof HTMLTextAreaElement)) return null;
  return { field: element, value: element.value, start: element.selectionStart, end: element.selectionEnd };
}

function putBack(before: Before | null): void {
  if (!before || before.field.value === before.value) return;
  before.field.value = before.value;
  if (before.start !== null) before.field.setSelectionRange(before.start, before.end);
  before.field.dispatchEvent(new Event('input', { bubbles: true }));
}
