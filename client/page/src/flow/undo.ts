// The time in which a tap can be taken back.

export const undo_seconds = 10;
// After it the screen goes back to welcome by itself; so it does after something that cannot be undone.
export const rest_seconds = 4;

export interface UndoState {
  secondsLeft: number;
  phase: 'open' | 'undone' | 'over';
}

export const freshUndo: UndoState = { secondsLeft: undo_seconds, phase: 'open' };

export type UndoEvent = 'second' | 'undo';

export function stepUndo(state: UndoState, event: UndoEvent): UndoState {
  switch (event) {
    case 'undo':
      return state.phase === 'open' ? { secondsLeft: rest_seconds, phase: 'undone' } : state;
    case 'second': {
      if (state.phase === 'over') return state;
      const secondsLeft = state.secondsLeft - 1;
      return secondsLeft > 0 ? { ...state, secondsLeft } : { secondsLeft: 0, phase: 'over' };
    }
  }
}
