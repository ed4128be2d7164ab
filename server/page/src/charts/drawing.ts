// What a chart shows, without saying how it is drawn.
export interface Series {
  name: string;
  // A token.
  tone: 'action' | 'wait' | 'need' | 'sky' | 'sage' | 'sun' | 'peach' | 'plum' | 'rest';
  values: readonly number[];
}
export interface Drawing {
  kind: 'bar' | 'line';
  stacked: boolean;
  names: readonly string[];
  series: readonly Series[];
  max?: number;
}
