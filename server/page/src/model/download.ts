import { ExportReportRequest_Form as ExportForm, type ExportReportResponse } from '../../generated/wijkboek/v1/reports_pb.ts';
import dutch from '../../messages/nl.json';
import { isKey, type Say } from '../words/words.ts';

// A report as a file. The server makes it, so that a list may be as long as it is.
export const forms = {
  csv: { form: ExportForm.CSV, type: 'text/csv;charset=utf-8' },
  xlsx: { form: ExportForm.XLSX, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  json: { form: ExportForm.JSON, type: 'application/json' },
} as const;
export type Form = keyof typeof forms;

// What the page calls columns and cells, by what the server calls them. A code's blanks are underscores in a message's name: it may mean either.
export function exportWords(say: Say): Record<string, string> {
  const words: Record<string, string> = {};
  for (const key of Object.keys(dutch.messages)) {
    if (!/^(column|cell)\./.test(key) || !isKey(key)) continue;
    const text = say(key);
    words[key] = text;
    words[key.replaceAll('_', ' ')] = text;
  }
  return words;
}

export async function collect(pieces: AsyncIterable<Pick<ExportReportResponse, 'content'>>, type: string): Promise<Blob> {
  const parts: BlobPart[] = [];
  for await (const { content } of pieces) parts.push(content as Uint8Array<ArrayBuffer>);
  return new Blob(parts, { type });
}

// Hands the file to the browser; nothing of it stays in the page.
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
