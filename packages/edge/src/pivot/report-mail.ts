import {
  escapeAttribute,
  escapeText,
  htmlTableChunks,
  lineOf,
  mailHeader,
  type Table,
  type TableRow,
} from "@ennead/core/export";

import type { MailAddress, MailMessage } from "../kernel/index.ts";
import type { MailFiles } from "./mail-files.ts";

/** Rows that stand in the mail itself. */
const mostRows = 200;

export interface ReportMail {
  readonly from: MailAddress;
  readonly to: MailAddress;
  /** Where the recipient asks for no more, with one click. */
  readonly unsubscribe: string;
  readonly name: string;
  readonly table: Table;
  /** The rows of the table, which are read more than once. */
  readonly rows: readonly TableRow[];
  readonly locale: string;
  readonly files: Pick<MailFiles, "links">;
}

const style = `body{font:14px system-ui,sans-serif}h1{font-size:20px}
table{border-collapse:collapse;font:13px system-ui,sans-serif}
th,td{padding:4px 8px;border:1px solid #ccc;text-align:start;vertical-align:top}
thead th{background:#eee;color:#111}tbody th{font-weight:400}
.n{text-align:end;white-space:nowrap}.t,.total>*,.subtotal>*{font-weight:600}`;

/** The report as a mail: its table in the body, the whole of it in files, and a way to ask for no more. */
export const reportMail = ({
  from,
  to,
  unsubscribe,
  name,
  table,
  rows,
  locale,
  files: { links },
}: ReportMail): MailMessage => {
  const notes = [...(table.notes ?? [])];
  const total = rows.map(lineOf).findLast(({ kind }) => kind === "total");
  const isCut = rows.length > mostRows;
  if (isCut) notes.push(`The first ${mostRows} of ${rows.length} rows.`);
  const body = isCut ? [...rows.slice(0, mostRows), ...(total === undefined ? [] : [total])] : rows;
  const { title: _, ...bare } = table;
  const shown = [...htmlTableChunks({ ...bare, rows: body }, { locale })].join("");
  const said = notes.map((note) => `<p>${escapeText(note)}</p>`).join("");
  const large = links
    .map(
      ({ name: file, href }) => `<p><a href="${escapeAttribute(href)}">${escapeText(file)}</a></p>`,
    )
    .join("");
  const first = total?.cells ?? [];
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
      ...links.map(({ name: file, href }) => `${file}: ${href}`),
      `To receive this report no more: ${unsubscribe}`,
      "",
    ].join("\r\n"),
    html: `<!doctype html><html lang="${escapeAttribute(locale)}"><head><meta charset="utf-8">
<style>${style}</style></head><body><h1>${escapeText(name)}</h1>${shown}${said}${large}
<p><a href="${escapeAttribute(unsubscribe)}">Receive this report no more</a></p></body></html>`,
    headers: {
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
};
