// Fails for messages that are missing, superfluous, wrongly argumented, without a plural their language needs, or never said.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFile, unsaid } from '../../../common/page/build/messages.ts';
import type { MessageFile } from '../../../common/page/i18n/message-file.ts';
import { page, report, sources } from './sources.ts';

// codeWords(say, 'kind', …) says whatever begins with "kind.".
const texts = sources(join(page, 'src'), '**/*.{ts,svelte}').map(({ text }) => text.replace(/codeWords\(say, '(\w+)',/g, '$& `$1.${'));
const read = (code: string) => JSON.parse(readFileSync(join(page, `messages/${code}.json`), 'utf8')) as MessageFile;
const dutch = read('nl');
report('messages', [
  ...checkFile(dutch, dutch, 'nl'),
  ...checkFile(dutch, read('en'), 'en'),
  ...unsaid(Object.keys(dutch.messages), texts).map((key) => `${key}: is never said`),
]);
