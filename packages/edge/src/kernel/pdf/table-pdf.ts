// eslint-disable-next-line typescript/triple-slash-reference -- other packages compile this file from its source
/// <reference path="./pdfmake.d.ts" />
import {
  headingsOf,
  headingsOver,
  isNumeric,
  lineOf,
  markOf,
  placeHeadings,
  showCells,
  type PlacedHeading,
  type ShowCell,
  type Table,
  type TableColumn,
  type TableLine,
} from "@ennead/core/export";

import { padding, pageLayout, type ColumnBlock } from "./column-blocks.ts";
import { fontName, fontPaths } from "./fonts.ts";

export interface PdfOptions {
  /** BCP 47 tag of how numbers read. */
  readonly locale: string;
  /** Charts that stand before the table, as SVG. */
  readonly charts?: readonly string[];
  /** Rows of the table at most: 2,000 unless given. */
  readonly rows?: number;
}

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

/** The headings over some columns, as rows of cells in which a place that another covers is empty. */
const headCells = (
  table: Table,
  placed: readonly PlacedHeading[],
  columns: readonly number[],
): readonly (readonly Cell[])[] => {
  const over = headingsOver(placed, columns);
  const rows = headingsOf(table).length;
  return Array.from({ length: rows }, (_, row) =>
    columns.map((at, column): Cell => {
      const own = over.find((one) => one.row === row && one.column === column);
      if (own === undefined) return { text: "", fillColor: "#eee" };
      const { text, rows: rowSpan, columns: colSpan } = own;
      const named = table.columns[at];
      const isNumber = colSpan === 1 && named !== undefined && isNumeric(named);
      const alignment = colSpan > 1 ? "center" : isNumber ? "right" : "left";
      return { text: joined(text), colSpan, rowSpan, bold: true, fillColor: "#eee", alignment };
    }),
  );
};

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const longestJoined = 60;

/**
 * Words that run from right to left are set one by one and lose the spaces between them; joined by spaces that do not break
 * they are set as one. Longer texts need their breaks.
 */
const joined = (text: string): string =>
  text.length <= longestJoined && rightToLeft.test(text) ? text.replaceAll(" ", "\u00A0") : text;

const between = new RegExp(`(${rightToLeft.source}) (?=${rightToLeft.source})`, "g");

/** The same for the texts of a chart. */
const joinedIn = (svg: string): string => svg.replaceAll(between, "$1\u00A0");

/** A cell as it reads, with what makes it stand out. */
const textOf = (line: TableLine, at: number, column: TableColumn, show: ShowCell): Cell => {
  const cell = line.cells[at] ?? null;
  const { fill, color, bold, sign } = markOf(column, cell, line) ?? {};
  const text = show(cell, column);
  return {
    text: joined(sign === undefined ? text : `${sign} ${text}`),
    ...(fill === undefined ? {} : { fillColor: fill }),
    ...(color === undefined ? {} : { color }),
    ...(bold === true ? { bold } : {}),
  };
};

const bodyCells = (
  table: Table,
  columns: readonly number[],
  show: ShowCell,
): readonly (readonly Cell[])[] =>
  Array.from(table.rows, (row) => {
    const line = lineOf(row);
    const { kind, level } = line;
    const isTotal = kind === "total" || kind === "subtotal";
    return columns.flatMap((at): readonly Cell[] => {
      const column = table.columns[at];
      if (column === undefined) return [];
      const isSum = isTotal || column.kind === "total" || column.kind === "subtotal";
      return [
        {
          ...textOf(line, at, column, show),
          ...(isSum ? { bold: true } : {}),
          ...(isNumeric(column) ? { alignment: "right" } : {}),
          ...(at === 0 && level > 0 ? { margin: [Math.min(level, 8) * 6, 0, 0, 0] } : {}),
        },
      ];
    });
  });

/** Light lines, and the same room at both sides of every column, so that widths add up. */
const lines = {
  hLineWidth: (row: number, { table }: { readonly table: { readonly headerRows: number } }) =>
    row === table.headerRows ? 1 : 0.5,
  vLineWidth: () => 0,
  hLineColor: (row: number, { table }: { readonly table: { readonly headerRows: number } }) =>
    row === table.headerRows ? "#000" : "#bbb",
  paddingLeft: () => padding,
  paddingRight: () => padding,
  paddingTop: () => 2,
  paddingBottom: () => 2,
};

const definitionOf = (given: Table, options: PdfOptions): object => {
  const { locale, charts = [], rows = usualRows } = options;
  const { shown: table, notes: left } = cut(given, rows);
  const show = showCells(locale);
  const placed = placeHeadings(headingsOf(table));
  const single = new Map<number, string[]>();
  for (const { text, column, columns } of placed) {
    if (columns === 1) single.set(column, [...(single.get(column) ?? []), text]);
  }
  const { isWide, fontSize, blocks } = pageLayout(table, single, show);
  const notes = [
    ...(given.notes ?? []),
    ...left,
    ...(blocks.length > 1 ? [`Too wide for a page: ${blocks.length} parts after each other.`] : []),
  ];
  const part = ({ columns, widths }: ColumnBlock, at: number): Cell => {
    const head = headCells(table, placed, columns);
    return {
      table: {
        headerRows: head.length,
        dontBreakRows: true,
        widths,
        body: [...head, ...bodyCells(table, columns, show)],
      },
      layout: lines,
      ...(at === 0 ? {} : { pageBreak: "before" }),
    };
  };
  return {
    pageSize: "A4",
    pageOrientation: isWide ? "landscape" : "portrait",
    language: locale,
    info: { title: table.title ?? "" },
    defaultStyle: { font: fontName, fontSize },
    footer: (page: number, pages: number) => ({
      text: `${page} / ${pages}`,
      alignment: "center",
      fontSize: 8,
    }),
    content: [
      ...(table.title === undefined
        ? []
        : [{ text: joined(table.title), fontSize: 16, bold: true, margin: [0, 0, 0, 10] }]),
      ...charts.map((svg) => ({
        svg: joinedIn(svg),
        fit: isWide ? [700, 380] : [515, 300],
        margin: [0, 0, 0, 12],
      })),
      ...blocks.map(part),
      ...notes.map((text) => ({ text, margin: [0, 8, 0, 0], italics: true })),
    ],
  };
};

const concatenated = (pieces: readonly Uint8Array[]): Uint8Array => {
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
  return concatenated(pieces);
};
