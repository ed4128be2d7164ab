// Languages to choose from, as tags of BCP 47; the browser knows their names. Whoever speaks another one is written down by its tag.
const tags = [
  'nl', 'am', 'ar', 'az', 'ber', 'bg', 'bn', 'ckb', 'cs', 'de', 'el', 'en', 'es', 'fa', 'fr', 'ha', 'hi', 'hr', 'hu', 'hy', 'id', 'it', 'ka', 'ku', 'lt', 'ln', 'lv', 'ml', 'mn',
  'om', 'pap', 'pl', 'prs', 'ps', 'pt', 'ro', 'ru', 'rw', 'so', 'sq', 'sr', 'srn', 'sw', 'ta', 'th', 'ti', 'tr', 'uk', 'ur', 'vi', 'yo', 'zh',
];

// By name; `own` is one that stands on record, whether it is known here or not.
export function languageChoices(locale: string, own: string): readonly { id: string; name: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'language' });
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  const all = own === '' || tags.includes(own) ? tags : [...tags, own];
  return all.map((id) => ({ id, name: nameOf(id) })).sort((a, b) => a.name.localeCompare(b.name, locale));
}
