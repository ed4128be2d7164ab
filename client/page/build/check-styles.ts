// Fails where a style names left or right, has a colour of its own, or stands in the markup.
import { join } from 'node:path';
import { page, report, shared, sources } from './sources.ts';
import { findInStyles } from '../../../common/page/build/styles.ts';

const all = [...sources(join(page, 'src'), '**/*.{css,svelte}'), ...sources(shared, '**/*.{css,svelte}')];
report(
  'styles',
  all.flatMap(({ name, text }) => findInStyles(name, text).map((finding) => `${name}:${finding.line}: ${finding.text}`)),
);
