// The one place that knows hucre. It writes what surrounds the rows: styles, workbook, relations, content types, theme.
// The sheets themselves are ours, since hucre 1.0.0 streams neither merged cells, outlines nor looks of cells, holds a
// whole sheet as one text where it writes them, and takes the text `#N/A` for an error.
import { strFromU8, strToU8, unzipSync } from "fflate";
import { writeXlsx, type CellStyle, type WriteOptions } from "hucre/xlsx";

import { columnNumber } from "./columns.ts";
import { quotedSheet } from "./sheet-name.ts";

/** How a cell looks. */
export interface Look {
  /** Number format in Excel's letters. */
  readonly format: string;
  readonly emphasis: boolean;
  readonly heading: boolean;
  /** `#rrggbb` behind the cell and of its text. */
  readonly fill?: string | undefined;
  readonly color?: string | undefined;
}

export interface PackageSheet {
  readonly name: string;
  /** Rows of headings, repeated on each printed page. */
  readonly titleRows: number;
}

export interface PackageParts {
  /** Bytes of each part but the sheets, by path. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** The style number of each look, in the order given. */
  readonly styles: readonly number[];
}

const colour = /^#[0-9a-f]{6}$/i;

/** A colour as hucre takes it; what is none is left out. */
const rgb = (text: string | undefined): { readonly rgb: string } | undefined =>
  text !== undefined && colour.test(text) ? { rgb: text.slice(1).toUpperCase() } : undefined;

const fillOf = (look: Look): Pick<CellStyle, "fill"> => {
  const fgColor = rgb(look.fill);
  return fgColor === undefined ? {} : { fill: { type: "pattern", pattern: "solid", fgColor } };
};

const fontOf = ({ emphasis, ...look }: Look): Pick<CellStyle, "font"> => {
  const color = rgb(look.color);
  if (!emphasis && color === undefined) return {};
  return {
    font: {
      name: "Calibri",
      size: 11,
      ...(emphasis ? { bold: true } : {}),
      ...(color === undefined ? {} : { color }),
    },
  };
};

const styleOf = ({ heading, ...look }: Look): CellStyle => ({
  numFmt: look.format,
  ...fontOf({ ...look, heading }),
  ...fillOf({ ...look, heading }),
  ...(heading ? { alignment: { horizontal: "center", vertical: "center", wrapText: true } } : {}),
});

const printTitles = (sheets: readonly PackageSheet[]): NamedRange[] =>
  sheets
    .filter(({ titleRows }) => titleRows > 0)
    .map(({ name, titleRows }) => ({
      name: "_xlnm.Print_Titles",
      range: `${quotedSheet(name)}!$1:$${titleRows}`,
      scope: name,
    }));

type NamedRange = NonNullable<WriteOptions["namedRanges"]>[number];

/** Sheets of a written package are numbered from 1. */
export const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`;

/** The clock is no part of a file that the same table must make again. */
const modified = /<dcterms:modified[^>]*>[^<]*<\/dcterms:modified>/;

/** Every part of a workbook with these sheets and looks, but the sheets. */
export const packageParts = async (
  looks: readonly Look[],
  sheets: readonly PackageSheet[],
  title: string,
): Promise<PackageParts> => {
  const cells = new Map(
    looks.map((look, at) => [`0,${at}`, { value: null, style: styleOf(look) }] as const),
  );
  const options: WriteOptions = {
    sheets: sheets.map(({ name }, at) => (at === 0 ? { name, cells } : { name, rows: [] })),
    namedRanges: printTitles(sheets),
    properties: { title },
  };
  const files = unzipSync(await writeXlsx(options));
  const parts = new Map(Object.entries(files));
  const first = strFromU8(files[sheetPath(1)] ?? new Uint8Array());
  const styles = looks.map(() => 0);
  for (const [, column = "", style = ""] of first.matchAll(/<c r="([A-Z]+)1" s="(\d+)"/g)) {
    styles[columnNumber(column)] = Number(style);
  }
  for (const [at] of sheets.entries()) parts.delete(sheetPath(at + 1));
  const core = parts.get("docProps/core.xml");
  if (core !== undefined)
    parts.set("docProps/core.xml", strToU8(strFromU8(core).replace(modified, "")));
  return { parts, styles };
};
