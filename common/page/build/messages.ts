// What must hold for the message files, as functions without files, so that tests can break it.
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { languages, type LanguageCode } from '../i18n/languages.ts';
import type { MessageFile } from '../i18n/message-file.ts';

interface Shape {
  // Each argument, with how it is used: "count: plural".
  args: ReadonlySet<string>;
  // The categories of each plural.
  plurals: readonly (readonly string[])[];
  // The cases of each select.
  selects: readonly string[];
}

function shape(text: string): Shape {
  const args = new Set<string>();
  const plurals: string[][] = [];
  const selects: string[] = [];
  function walk(elements: readonly MessageFormatElement[]) {
    for (const element of elements) {
      switch (element.type) {
        case TYPE.argument:
          args.add(`${element.value}: text`);
          break;
        case TYPE.plural:
          args.add(`${element.value}: plural`);
          plurals.push(Object.keys(element.options));
          for (const option of Object.values(element.options)) walk(option.value);
          break;
        case TYPE.select:
          args.add(`${element.value}: select`);
          selects.push(Object.keys(element.options).sort().join(' '));
          for (const option of Object.values(element.options)) walk(option.value);
          break;
        case TYPE.tag:
          args.add(`${element.value}: tag`);
          walk(element.children);
          break;
        default:
          break;
      }
    }
  }
  walk(parse(text));
  return { args, plurals, selects };
}

// The plural categories that whole numbers reach in a language, as far as a page counts.
export function neededCategories(code: LanguageCode): ReadonlySet<string> {
  const rules = new Intl.PluralRules(languages[code].locale);
  return new Set(Array.from({ length: 2000 }, (_, n) => rules.select(n)));
}

// Words that never stand before a participant: they blame, or keep a distance.
const unkind = /\b(fout|mislukt|ongeldig|verkeerd|uw|u)\b/i;

export function checkFile(source: MessageFile, file: MessageFile, code: LanguageCode): readonly string[] {
  const findings: string[] = [];
  const say = (key: string, text: string) => findings.push(`${code}: ${key}: ${text}`);
  if (file.language !== code) say('language', `is ${file.language}`);
  for (const key of Object.keys(source.messages)) if (!(key in file.messages)) say(key, 'is missing');
  for (const key of file.reviewed) if (!(key in source.messages)) say(key, 'is reviewed, but there is no such message');
  const needed = neededCategories(code);
  for (const [key, text] of Object.entries(file.messages)) {
    const original = source.messages[key];
    if (original === undefined) {
      say(key, 'is superfluous');
      continue;
    }
    if (text.trim() === '') say(key, 'says nothing');
    if (text !== text.normalize('NFC')) say(key, 'is not in normal form C');
    if (code === 'nl' && unkind.test(text)) say(key, 'has a word that is not for participants');
    let own: Shape;
    try {
      own = shape(text);
    } catch (error) {
      say(key, `cannot be read: ${String(error)}`);
      continue;
    }
    const wanted = shape(original);
    for (const arg of wanted.args) if (!own.args.has(arg)) say(key, `lacks {${arg}}`);
    for (const arg of own.args) if (!wanted.args.has(arg)) say(key, `has {${arg}}, which the source does not have`);
    if (wanted.selects.join() !== own.selects.join()) say(key, 'has other cases to select from than the source');
    for (const plural of own.plurals) {
      for (const category of needed) if (!plural.includes(category)) say(key, `lacks the plural category ${category}`);
    }
  }
  return findings;
}

// Keys that nothing says. A key is said where it stands as a whole, or where its beginning is put together with a name: `symbol.${…}`.
export function unsaid(keys: readonly string[], texts: readonly string[]): readonly string[] {
  const all = texts.join('\n');
  const beginnings = [...all.matchAll(/[`"']([a-zA-Z.]+\.)\$?\{/g)].map((match) => match[1] ?? '');
  return keys.filter((key) => !all.includes(`'${key}'`) && !all.includes(`"${key}"`) && !beginnings.some((begin) => begin !== '' && key.startsWith(begin)));
}
