import { join } from 'node:path';
import { findInDist } from '../../../common/page/build/dist.ts';
import { page, report } from './sources.ts';

const { summary, findings } = findInDist(join(page, 'dist'), {
  compressed_bytes_max: 300 * 1000,
  lazy: [{ name: 'charts', files: /assets\/charts-/, compressed_bytes_max: 220 * 1000 }],
});
console.log(summary);
report('dist', findings);
