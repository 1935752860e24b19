import { pageStyle } from "./html-style.ts";
import { escapeAttribute, escapeText } from "./markup.ts";
import { isNumeric, knownLocale, showCells, type ShowCell } from "./show-cell.ts";
import {
  headingsOf,
  lineOf,
  markOf,
  type CellMark,
  type Table,
  type TableCell,
  type TableColumn,
  type TableHeading,
  type TableLine,
  type TableRow,
} from "./table.ts";

export interface HtmlOptions {
  /** BCP 47 tag of the page and its numbers; default `en`. */
  readonly locale?: string;
  /** Direction of the page; default `ltr`. */
  readonly dir?: "ltr" | "rtl";
  /** How cells are worded; default `showCells(locale)`. A cell worded otherwise than it is keeps itself in `data-value`. */
  readonly show?: ShowCell;
}

const spanOf = (name: "colspan" | "rowspan", span = 1): string =>
  span > 1 ? ` ${name}="${span}"` : "";

const heading = ({ text, colSpan, rowSpan }: TableHeading): string => {
  const scope = (colSpan ?? 1) > 1 ? "colgroup" : "col";
  const spans = spanOf("colspan", colSpan) + spanOf("rowspan", rowSpan);
  return `<th scope="${scope}"${spans}>${escapeText(text)}</th>`;
};

const classes = (cell: TableCell, column: TableColumn): string => {
  if (cell === null) return "";
  const isNumber = typeof cell === "string" ? isNumeric(column) : typeof cell !== "boolean";
  const isTotal = column.kind === "subtotal" || column.kind === "total";
  const names = [...(isNumber ? ["n"] : []), ...(isTotal ? ["t"] : [])];
  return names.length === 0 ? "" : ` class="${names.join(" ")}"`;
};

// Colours come from reports, and a style holds nothing but colours.
const colour = /^#[0-9a-f]{6}$/i;

const styleOf = ({ fill = "", color = "", bold = false }: CellMark): string => {
  const rules = [
    ...(colour.test(fill) ? [`background:${fill}`] : []),
    ...(colour.test(color) ? [`color:${color}`] : []),
    ...(bold ? ["font-weight:600"] : []),
  ];
  return rules.length === 0 ? "" : ` style="${rules.join(";")}"`;
};

const body = (
  line: TableLine,
  at: number,
  column: TableColumn,
  isKey: boolean,
  show: ShowCell,
): string => {
  const cell = line.cells[at] ?? null;
  const tag = isKey ? "th" : "td";
  const scope = isKey ? ' scope="row"' : "";
  const mark = markOf(column, cell, line);
  const sign = mark?.sign === undefined ? "" : `${mark.sign} `;
  const style = mark === undefined ? "" : styleOf(mark);
  const shown = `${sign}${show(cell, column)}`;
  const itself = cell === null || shown === String(cell);
  const value = itself ? "" : ` data-value="${escapeAttribute(String(cell))}"`;
  return `<${tag}${scope}${classes(cell, column)}${style}${value}>${escapeText(shown)}</${tag}>`;
};

const rowHtml = (row: TableRow, { columns, keys = 0 }: Table, show: ShowCell): string => {
  const line = lineOf(row);
  const { level, kind } = line;
  const outline = level > 0 ? ` data-level="${level}"` : "";
  const kindClass = kind === "member" ? "" : ` class="${kind}"`;
  const inner = columns.map((column, at) => body(line, at, column, at < keys, show));
  return `<tr${kindClass}${outline}>${inner.join("")}</tr>\n`;
};

const chunkLength = 65_536;

/**
 * The `<table>` alone, in pieces of about 64 Ki characters, for pages, mails and the clipboard: header cells with their
 * scope, every text escaped.
 */
export function* htmlTableChunks(
  table: Table,
  { locale = "en", show = showCells(locale) }: HtmlOptions = {},
): Generator<string, void, void> {
  const caption = table.title === undefined ? "" : `<caption>${escapeText(table.title)}</caption>`;
  const head = headingsOf(table).map((row) => `<tr>${row.map(heading).join("")}</tr>\n`);
  let chunk = `<table>\n${caption}<thead>\n${head.join("")}</thead>\n<tbody>\n`;
  for (const row of table.rows) {
    chunk += rowHtml(row, table, show);
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield `${chunk}</tbody>\n</table>\n`;
}

/**
 * The table as a page that needs nothing else: no script, no font, no request, which its own policy forbids. Headings are
 * repeated on each printed page.
 */
export function* htmlChunks(
  table: Table,
  options: HtmlOptions = {},
): Generator<string, void, void> {
  const { locale = "en", dir = "ltr" } = options;
  const { title, notes = [] } = table;
  yield `<!doctype html>
<html lang="${knownLocale(locale)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title ?? "")}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<div class="scroll" tabindex="0" role="region" aria-label="${escapeAttribute(title ?? "Table")}">
`;
  yield* htmlTableChunks(table, options);
  const lines = notes.map((note) => `<li>${escapeText(note)}</li>\n`).join("");
  yield `</div>\n${lines === "" ? "" : `<ul>\n${lines}</ul>\n`}</main>\n</body>\n</html>\n`;
}

/** The page as one text; see `htmlChunks`. */
export const html = (table: Table, options: HtmlOptions = {}): string =>
  [...htmlChunks(table, options)].join("");
