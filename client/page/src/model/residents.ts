import { symbolPictures, symbols, tints, type SymbolName, type Tint } from './symbols.ts';

// The picture by which participants know a resident: a symbol on a tint. It comes from the resident's id, so that it is the same one on
// every kiosk and every day, and says nothing about who it is.
export interface ResidentPicture {
  symbol: SymbolName;
  tint: Tint;
}

// FNV-1a, 32 bits: ids that differ in one digit have nothing to do with each other.
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return (h ^ (h >>> 15)) >>> 0;
}

export function residentPicture(resident: string): ResidentPicture {
  const h = hash(resident);
  const symbol = symbols[h % symbols.length] ?? 'boat';
  return { symbol, tint: tints[Math.floor(h / symbols.length) % tints.length] ?? symbolPictures[symbol].tint };
}

// No two residents on one screen look alike: where two pictures are the same, the later one's tint moves on, and where all tints of a symbol are
// taken, its symbol. What comes first is a matter of the ids, so that the same residents look the same again.
export function tellApart<Of extends { resident: string; picture: ResidentPicture }>(shown: readonly Of[]): readonly Of[] {
  const pictures = new Map<string, ResidentPicture>();
  const taken = new Set<string>();
  const name = ({ symbol, tint }: ResidentPicture) => `${symbol} ${tint}`;
  for (const resident of [...new Set(shown.map((one) => one.resident))].sort()) {
    let picture = residentPicture(resident);
    for (let i = 1; taken.has(name(picture)) && i < symbols.length * tints.length; i += 1) picture = moved(resident, i);
    taken.add(name(picture));
    pictures.set(resident, picture);
  }
  return shown.map((one) => ({ ...one, picture: pictures.get(one.resident) ?? one.picture }));
}

function moved(resident: string, by: number): ResidentPicture {
  const { symbol, tint } = residentPicture(resident);
  const nextTint = tints[(tints.indexOf(tint) + by) % tints.length] ?? tint;
  const nextSymbol = symbols[(symbols.indexOf(symbol) + Math.floor(by / tints.length)) % symbols.length] ?? symbol;
  return { symbol: nextSymbol, tint: nextTint };
}
