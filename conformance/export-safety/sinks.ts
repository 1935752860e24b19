import {
  csv,
  csvManifest,
  escapeAttribute,
  escapeText,
  jsonForScript,
  mailHeader,
  restoreText,
  safeFileName,
  safeUrl,
  type CellType,
  type CsvOptions,
  type Table,
  type TableCell,
} from "@ennead/core/export";
import { xlsx } from "@ennead/core/export/xlsx";

import { readCsv } from "../pivot/csv.ts";
import { readSheet } from "./sheet.ts";

export type SafetyCase = { readonly id: string; readonly sink: string } & Readonly<
  Record<string, unknown>
>;

/** Why a case fails; undefined when it passes. */
type Check = (one: SafetyCase) => string | undefined | Promise<string | undefined>;

const shown = (value: unknown): string => JSON.stringify(value) ?? "nothing";

const difference = (found: unknown, wanted: unknown): string | undefined =>
  shown(found) === shown(wanted) ? undefined : `${shown(found)}, wanted ${shown(wanted)}`;

const tableOf = ({ type, value }: SafetyCase): Table => ({
  columns: [{ name: "v", label: "v", type: type as CellType }],
  rows: [[value as TableCell]],
});

const checkCsv: Check = (one) => {
  const options = {
    mode: one["mode"] as NonNullable<CsvOptions["mode"]>,
    separator: one["separator"] as NonNullable<CsvOptions["separator"]>,
  };
  const table = tableOf(one);
  const text = csv(table, { ...options, header: false });
  const [record, ...more] = readCsv(text, options.separator);
  if (more.length > 0 || record?.length !== 1) return `${shown(text)} is no single field`;
  const field = record[0] ?? "";
  const isText = one["type"] === "text" && one["value"] !== null;
  if (isText && !text.startsWith('"')) return `${shown(text)} is not quoted`;
  const wrong = difference(field, one["cell"]);
  if (wrong !== undefined || one["restored"] === undefined) return wrong;
  return difference(restoreText(field, csvManifest(table, options)), one["restored"]);
};

const checkXlsx: Check = async (one) => {
  const file = await xlsx(tableOf(one), { header: false });
  const cell = readSheet(file).get("A1") ?? { kind: "empty", value: null };
  return difference(cell, one["cell"]);
};

/** Decodes the references once, as a parser does. */
const decoded = (text: string): string =>
  text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([0-9a-fA-F]+));/g, (_, name, decimal, hex) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name as "amp"];
  });

const rawMarkup = /[<>"'\r]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/;

const checkMarkup =
  (escape: (text: string) => string, raw: RegExp = rawMarkup): Check =>
  (one) => {
    const found = escape(String(one["value"]));
    if (rawMarkup.test(found) || raw.test(found)) return `${shown(found)} holds raw characters`;
    return difference(decoded(found), one["decoded"]);
  };

const checkScript: Check = ({ value }) => {
  const text = jsonForScript(value);
  if (/[<>&\u2028\u2029]/.test(text)) return `${shown(text)} holds raw characters`;
  return difference(JSON.parse(text), value);
};

const checkUrl: Check = ({ value, allowed }) => {
  const found = safeUrl(String(value));
  const wanted = allowed === true ? new URL(String(value)).href : null;
  return difference(found, wanted);
};

/** How each sink is checked. */
export const checks: Readonly<Record<string, Check>> = {
  csv: checkCsv,
  xlsx: checkXlsx,
  "html-text": checkMarkup(escapeText),
  "html-attr": checkMarkup(escapeAttribute),
  "svg-text": checkMarkup(escapeText),
  "svg-attr": checkMarkup(escapeAttribute, /[\t\n]/),
  "json-script": checkScript,
  url: checkUrl,
  "mail-header": ({ value, header }) => difference(mailHeader(String(value)), header),
  "file-name": ({ value, name }) => difference(safeFileName(String(value)), name),
};
