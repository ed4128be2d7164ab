import type { IconName } from '@wijkboek/page/icons/icons.ts';

// Pictures that everybody can name: residents are known to participants by one, and who has no badge chooses one.
export const symbols = ['boat', 'apple', 'cat', 'tree', 'star', 'fish', 'bike', 'umbrella', 'bell', 'sun', 'key', 'flower'] as const;
export type SymbolName = (typeof symbols)[number];

export const tints = ['sun', 'peach', 'sage', 'sky', 'plum'] as const;
export type Tint = (typeof tints)[number];

export const symbolPictures: Record<SymbolName, { icon: IconName; tint: Tint }> = {
  boat: { icon: 'sailboat', tint: 'sky' },
  apple: { icon: 'apple', tint: 'peach' },
  cat: { icon: 'cat', tint: 'sun' },
  tree: { icon: 'tree', tint: 'sage' },
  star: { icon: 'star', tint: 'sun' },
  fish: { icon: 'fish', tint: 'sky' },
  bike: { icon: 'bike', tint: 'peach' },
  umbrella: { icon: 'umbrella', tint: 'plum' },
  bell: { icon: 'bell', tint: 'sun' },
  sun: { icon: 'sun', tint: 'peach' },
  key: { icon: 'key', tint: 'plum' },
  flower: { icon: 'flower', tint: 'sage' },
};
