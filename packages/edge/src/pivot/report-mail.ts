import {
  escapeAttribute,
  escapeText,
  fileName,
  htmlTableChunks,
  lineOf,
  mailHeader,
  type Table,
} from "@ennead/core/export";

import type { MailAddress, MailAttachment, MailMessage } from "../kernel/index.ts";
import { mediaOf, whole, writeTable } from "./formats.ts";
import type { DrawnCharts } from "./report-chart.ts";
import type { Attachable } from "./schedule.ts";

/** Rows that stand in the mail itself. */
const mostRows = 200;

/** Bytes of all attachments together: mail servers take 25 MB, as text, which is a third more. */
const mostBytes = 18 * 1024 * 1024;

export interface ReportMail {
  readonly from: MailAddress;
  readonly to: MailAddress;
  /** Where the recipient asks for no more, with one click. */
  readonly unsubscribe: string;
  readonly name: string;
  readonly table: Table;
  readonly formats: readonly Attachable[];
  readonly locale: string;
  /** Charts of the PDF. */
  readonly drawn: DrawnCharts;
}

const style = `table{border-collapse:collapse;font:14px system-ui,sans-serif}
th,td{padding:4px 10px;border:1px solid #ccc;text-align:start}
.n{text-align:end}.total,.subtotal{font-weight:600}`;

const attachmentsOf = async (
  { name, table, formats, locale, drawn }: ReportMail,
  notes: string[],
): Promise<readonly MailAttachment[]> => {
  const attachments: MailAttachment[] = [];
  let left = mostBytes;
  for (const format of formats) {
    const content = await whole(writeTable(format, table, locale, drawn));
    if (content.length > left) {
      notes.push(`The ${format.toUpperCase()} file is too large for a mail; open the report.`);
      continue;
    }
    left -= content.length;
    attachments.push({ name: fileName(name, format), type: mediaOf[format], content });
  }
  return attachments;
};

/** The report as a mail: its table in the body, the whole of it in files, and a way to ask for no more. */
export const reportMail = async (report: ReportMail): Promise<MailMessage> => {
  const { from, to, unsubscribe, name, table, locale } = report;
  const rows = [...table.rows];
  const notes = [...(table.notes ?? [])];
  const attachments = await attachmentsOf({ ...report, table: { ...table, rows } }, notes);
  if (rows.length > mostRows) notes.push(`The first ${mostRows} of ${rows.length} rows.`);
  const { title: _, ...bare } = table;
  const shown = [...htmlTableChunks({ ...bare, rows: rows.slice(0, mostRows) }, { locale })].join(
    "",
  );
  const said = notes.map((note) => `<p>${escapeText(note)}</p>`).join("");
  const first = rows[0] === undefined ? [] : lineOf(rows[0]).cells;
  const totals = table.columns
    .map(({ label }, at) => `${label}: ${String(first[at] ?? "")}`)
    .slice(table.keys ?? 0, (table.keys ?? 0) + 20);
  return {
    from,
    to,
    subject: mailHeader(name).slice(0, 200),
    text: [
      name,
      "",
      ...totals,
      "",
      ...notes,
      `To receive this report no more: ${unsubscribe}`,
      "",
    ].join("\r\n"),
    html: `<!doctype html><html lang="${escapeAttribute(locale)}"><head><meta charset="utf-8">
<style>${style}</style></head><body><h1>${escapeText(name)}</h1>${shown}${said}
<p><a href="${escapeAttribute(unsubscribe)}">Receive this report no more</a></p></body></html>`,
    attachments,
    headers: {
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
};
