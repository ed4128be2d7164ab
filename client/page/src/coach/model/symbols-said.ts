import { symbols, type SymbolName } from '../../model/symbols.ts';
import type { Say } from '../words.ts';

const isSymbol = (text: string): text is SymbolName => (symbols as readonly string[]).includes(text);

// A picture that somebody chose to be recognised by, in the coach's words; another one is called as it was saved.
export function daemonSymbol(say: Say, picture: string): string {
  return isSymbol(picture) ? say(`symbol.${picture}`) : picture;
}
