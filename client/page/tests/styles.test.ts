import { expect, test } from 'vitest';
import { findInStyles } from '../../../common/page/build/styles.ts';

const lines = (text: string, name = 'a.css') => findInStyles(name, text).map((finding) => finding.line);

test('sides by name are found', () => {
  expect(lines('a {\n  left: 0;\n  margin-right: 1px;\n  border-left-color: red;\n  text-align: left;\n  padding: 1px 2px 3px 4px;\n}')).toEqual([
    2, 3, 4, 5, 6,
  ]);
});

test('start and end are well', () => {
  expect(lines('a {\n  inset-inline-start: 0;\n  margin-inline-end: 1px;\n  text-align: start;\n  padding: 1px 2px 3px 2px;\n}')).toEqual([]);
});

test('colours stand among the tokens alone', () => {
  expect(lines('a { color: #fff; }')).toEqual([1]);
  expect(lines('a { color: #fff; }', 'tokens.css')).toEqual([]);
});

test('only the style of a component is looked at, and its markup for inline styles', () => {
  expect(lines('<p>left: here</p>\n<style>\n  p { right: 0; }\n</style>', 'A.svelte')).toEqual([3]);
  expect(lines('<p style="top: 0">a</p>', 'A.svelte')).toEqual([1]);
});
