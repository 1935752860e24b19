// eslint-disable-next-line typescript/triple-slash-reference -- other packages compile this file from its source
/// <reference path="./pdfmake.d.ts" />
import {
  headingsOf,
  lineOf,
  markOf,
  showCells,
  type ShowCell,
  type Table,
  type TableColumn,
  type TableLine,
} from "@ennead/core/export";

import { fontName, fontPaths } from "./fonts.ts";

export interface PdfOptions {
  /** BCP 47 tag of how numbers read. */
  readonly locale: string;
  /** Charts that stand before the table, as SVG. */
  readonly charts?: readonly string[];
  /** Rows of the table at most: 2,000 unless given. */
  readonly rows?: number;
}

/** Beyond this a page is set wide. */
const mostUpright = 6;

const usualRows = 2000;

/** Columns beyond this cannot be read on paper. */
const mostColumns = 60;

/** Layout takes up to a tenth of a millisecond a cell, at one go. */
const mostCells = 12_000;

/** The table as far as a file of pages holds it, and what is left out. */
const cut = (
  table: Table,
  wanted: number,
): { readonly shown: Table; readonly notes: readonly string[] } => {
  const { columns, headings, ...rest } = table;
  const all = [...table.rows];
  const width = Math.min(columns.length, mostColumns);
  const most = Math.min(wanted, Math.floor(mostCells / Math.max(1, width)));
  const isWide = columns.length > mostColumns;
  const total = all.slice(-1).filter((row) => lineOf(row).kind === "total");
  return {
    shown: {
      ...rest,
      columns: columns.slice(0, width),
      // Headings that span what is left out would have to be cut as well: the labels say the same.
      ...(headings === undefined || isWide ? {} : { headings }),
      // What sums everything up stands last, and is left on paper.
      rows: all.length > most ? [...all.slice(0, most), ...total] : all,
    },
    notes: [
      ...(isWide ? [`The first ${width} of ${columns.length} columns.`] : []),
      ...(all.length > most ? [`The first ${most} of ${all.length} rows.`] : []),
    ],
  };
};

type Cell = Readonly<Record<string, unknown>>;

// Widths of columns may be of any size: a table that is too wide for its page is set smaller.
const sizeFor = (columns: number): number =>
  columns <= 8 ? 9 : columns <= 14 ? 7 : Math.max(3, 98 / columns);

const headCells = (table: Table): readonly (readonly Cell[])[] => {
  const width = table.columns.length;
  const rows = headingsOf(table);
  const grid: (Cell | undefined)[][] = rows.map(() =>
    Array.from<Cell | undefined>({ length: width }),
  );
  for (const [at, row] of rows.entries()) {
    let column = 0;
    for (const { text, colSpan = 1, rowSpan = 1 } of row) {
      while (grid[at]?.[column] !== undefined) column += 1;
      for (let down = 0; down < rowSpan; down += 1) {
        for (let right = 0; right < colSpan; right += 1) {
          const line = grid[at + down];
          if (line !== undefined) line[column + right] = {};
        }
      }
      const own = grid[at];
      if (own !== undefined)
        own[column] = { text, colSpan, rowSpan, bold: true, fillColor: "#eee" };
      column += colSpan;
    }
  }
  return grid.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? { text: "" }));
};

/** A cell as it reads, with what makes it stand out. */
const textOf = (line: TableLine, at: number, column: TableColumn, show: ShowCell): Cell => {
  const cell = line.cells[at] ?? null;
  const { fill, color, bold, sign } = markOf(column, cell, line) ?? {};
  const text = show(cell, column);
  return {
    text: sign === undefined ? text : `${sign} ${text}`,
    ...(fill === undefined ? {} : { fillColor: fill }),
    ...(color === undefined ? {} : { color }),
    ...(bold === true ? { bold } : {}),
  };
};

const bodyCells = (table: Table, locale: string): readonly (readonly Cell[])[] => {
  const show = showCells(locale);
  const { columns, keys = 0 } = table;
  const body: (readonly Cell[])[] = [];
  for (const row of table.rows) {
    const line = lineOf(row);
    const { kind, level } = line;
    const isTotal = kind === "total" || kind === "subtotal";
    body.push(
      columns.map((column, at) => ({
        ...textOf(line, at, column, show),
        ...(isTotal || column.kind === "total" || column.kind === "subtotal" ? { bold: true } : {}),
        ...(at >= keys && column.type !== "text" ? { alignment: "right" } : {}),
        ...(at === 0 && level > 0 ? { margin: [Math.min(level, 8) * 6, 0, 0, 0] } : {}),
      })),
    );
  }
  return body;
};

const definitionOf = (given: Table, options: PdfOptions): object => {
  const { locale, charts = [], rows = usualRows } = options;
  const { shown: table, notes: left } = cut(given, rows);
  const notes = [...(given.notes ?? []), ...left];
  const head = headCells(table);
  const body = bodyCells(table, locale);
  const wide = table.columns.length > mostUpright;
  const width = wide ? 760 : 515;
  return {
    pageSize: "A4",
    pageOrientation: wide ? "landscape" : "portrait",
    language: locale,
    info: { title: table.title ?? "" },
    defaultStyle: { font: fontName, fontSize: sizeFor(table.columns.length) },
    footer: (page: number, pages: number) => ({
      text: `${page} / ${pages}`,
      alignment: "center",
      fontSize: 8,
    }),
    content: [
      ...(table.title === undefined
        ? []
        : [{ text: table.title, fontSize: 16, bold: true, margin: [0, 0, 0, 10] }]),
      ...charts.map((svg) => ({ svg, width, margin: [0, 0, 0, 12] })),
      {
        table: {
          headerRows: head.length,
          dontBreakRows: true,
          widths: table.columns.map(() => (wide ? "*" : "auto")),
          body: [...head, ...body],
        },
        layout: "lightHorizontalLines",
      },
      ...notes.map((text) => ({ text, margin: [0, 8, 0, 0], italics: true })),
    ],
  };
};

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};

/**
 * The table as a PDF: its title, charts, the table with its headings on every page, and its notes. Laid out by pdfmake,
 * which is loaded with the first one; it reads the files of the font and nothing else, from no disk and no network.
 */
export const tablePdf = async (table: Table, options: PdfOptions): Promise<Uint8Array> => {
  const { default: found } = await import("pdfmake/js/Printer.js");
  const Printer = typeof found === "function" ? found : found.default;
  const paths = fontPaths();
  const own = new Set(Object.values(paths));
  const noFiles = {
    existsSync: () => false,
    readFileSync: () => {
      throw new Error("A PDF reads no files.");
    },
  };
  // Asked of everything that could be an address; what is not resolved is not fetched.
  const noUrls = { resolve: () => {}, resolved: () => Promise.resolve() };
  const printer = new Printer({ [fontName]: paths }, noFiles, noUrls, (path) => own.has(path));
  const document = await printer.createPdfKitDocument(definitionOf(table, options));
  const pieces: Uint8Array[] = [];
  document.end();
  for await (const piece of document) pieces.push(piece);
  return joined(pieces);
};
