// Fails for messages that are missing, superfluous, wrongly argumented, without a plural their language needs, or never said.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageCodes, type LanguageCode } from '../../../common/page/i18n/languages.ts';
import type { MessageFile } from '../../../common/page/i18n/message-file.ts';
import { checkFile, unsaid } from '../../../common/page/build/messages.ts';
import { page, report, sources } from './sources.ts';

const families: readonly { name: string; codes: readonly LanguageCode[] }[] = [
  { name: '', codes: languageCodes },
  // Coaches work in Dutch; English is for those who are learning it themselves.
  { name: 'coach.', codes: ['nl', 'en'] },
];

const texts = sources(join(page, 'src'), '**/*.{ts,svelte}').map((source) => source.text);
const findings: string[] = [];
for (const { name, codes } of families) {
  const read = (code: LanguageCode) => JSON.parse(readFileSync(join(page, `messages/${name}${code}.json`), 'utf8')) as MessageFile;
  const source = read('nl');
  for (const code of codes) findings.push(...checkFile(source, read(code), code));
  findings.push(...unsaid(Object.keys(source.messages), texts).map((key) => `${name}${key}: is never said`));
}
report('messages', findings);
