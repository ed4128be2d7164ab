// The files of this page that checks look through.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourcesOf, type Source } from '../../../common/page/build/sources.ts';

export { report, shared } from '../../../common/page/build/sources.ts';

export const page = dirname(dirname(fileURLToPath(import.meta.url)));

export const sources = (folder: string, pattern: string): readonly Source[] => sourcesOf(page, folder, pattern);
