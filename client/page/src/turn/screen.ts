import type { UndoState } from '../flow/undo.ts';
import type { Saved } from '../kiosk/port.ts';
import type { PersonCard } from '../model/people.ts';
import type { SavedKind } from '../model/saved.ts';
import type { Trouble } from '../model/trouble.ts';
import type { MessageKey } from '../words/messages.ts';
import type { CantComeWay } from './cant-come-way.svelte.ts';
import type { ForgottenWay } from './forgotten-way.svelte.ts';
import type { GraduateWay } from './graduate-way.svelte.ts';
import type { Guest } from './guest.ts';
import type { HelpWay } from './help-way.svelte.ts';
import type { PageWay } from './page-way.svelte.ts';
import type { VisitWay } from './visit-way.svelte.ts';

// A way of several screens.
export type Way = CantComeWay | ForgottenWay | GraduateWay | HelpWay | PageWay | VisitWay;

// What a way may do besides showing its screens.
export interface WayParts {
  readonly kind: string;
  // How long somebody may be still here before they are taken to have left.
  readonly aloneSecondsMax?: number;
  // What a reader read here is for this way, and no greeting.
  hears?(code: string): boolean;
  second?(): void;
  // They went away in the middle of it: saves what must not be lost.
  abandoned?(): Promise<void>;
  // Lets go of what it holds.
  close?(): void;
}

export type Screen =
  | { at: 'welcome' }
  | { at: 'pin' }
  | { at: 'scan' }
  | { at: 'list' }
  | { at: 'noBadge' }
  | { at: 'coach'; me: PersonCard; ticket: string }
  | { at: 'newBadge'; guest: Guest }
  // With a word about what was saved on the way here.
  | { at: 'me'; guest: Guest; me: PersonCard; thanks?: MessageKey }
  | { at: 'language'; guest: Guest; me: PersonCard }
  | { at: 'way'; way: Way }
  | { at: 'saved'; kind: SavedKind; who: PersonCard | null; saved: Saved; undo: UndoState; takeBack: () => Promise<void> }
  | { at: 'trouble'; trouble: Trouble };
