import { toJsonString } from '@bufbuild/protobuf';
import { GetReportResponseSchema, type GetReportResponse } from '../../generated/wijkboek/v1/reports_pb.ts';

// A report as a file, made of the table that is on the screen: whoever reads it can't find other figures in the file.
export type Form = 'csv' | 'json';

// What a spreadsheet would run as a formula is made harmless, as `wijkboek report --format csv` does.
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

// RFC 4180.
const field = (text: string) => (/[",;\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function csvOf(report: GetReportResponse): string {
  const names = report.columns.map(({ name }) => field(harmless(name)));
  const rows = report.rows.map(({ cells }) =>
    report.columns.map(({ number }, i) => field(number ? (cells[i] ?? '') : harmless(cells[i] ?? ''))),
  );
  return [names, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

export function fileOf(report: GetReportResponse, form: Form): Blob {
  return form === 'csv'
    ? new Blob([csvOf(report)], { type: 'text/csv;charset=utf-8' })
    : new Blob([toJsonString(GetReportResponseSchema, report, { alwaysEmitImplicit: true, prettySpaces: 2 })], { type: 'application/json' });
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
