// What must not stand in a style: sides by name instead of start and end, and colours that are no tokens.
export interface StyleFinding {
  line: number;
  text: string;
}

const sided =
  /(?:^|[\s;{])(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-[a-z]+)?|border-(?:top|bottom)-(?:left|right)-radius)\s*:/;
const sidedValue = /(?:text-align|float|clear|justify-content)\s*:\s*(?:left|right)\b/;
// padding: 1px 2px 3px 4px names its sides too.
const fourSided = /(?:^|[\s;{])(?:margin|padding|inset)\s*:\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+?)\s*;/;
const colour = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;

function styleLines(name: string, text: string): readonly [number, string][] {
  const lines = text.split('\n').map((line, i): [number, string] => [i + 1, line]);
  if (!name.endsWith('.svelte')) return lines;
  const start = lines.findIndex(([, line]) => line.startsWith('<style'));
  return start < 0 ? [] : lines.slice(start + 1);
}

export function findInStyles(name: string, text: string): readonly StyleFinding[] {
  const findings: StyleFinding[] = [];
  const tokens = name.endsWith('tokens.css');
  for (const [line, content] of styleLines(name, text)) {
    const four = fourSided.exec(content);
    if (sided.test(content) || sidedValue.test(content)) findings.push({ line, text: `names a side: ${content.trim()}` });
    else if (four && four[2] !== four[4]) findings.push({ line, text: `differs between left and right: ${content.trim()}` });
    else if (!tokens && colour.test(content)) findings.push({ line, text: `has a colour that is no token: ${content.trim()}` });
  }
  // A style attribute would need unsafe-inline.
  if (name.endsWith('.svelte')) {
    for (const [i, content] of text.split('\n').entries()) {
      if (/\sstyle(?::[a-z-]+)?=/.test(content)) findings.push({ line: i + 1, text: `has an inline style: ${content.trim()}` });
    }
  }
  return findings;
}
