import type { TableCell, TableLine } from "../table.ts";
import type { ArchiveEntry } from "./archive.ts";
import { sheetCell } from "./cells.ts";
import { columnLetters } from "./columns.ts";
import { fitText, type Note } from "./long-text.ts";
import type { SheetLimits } from "./options.ts";
import { isTotal, type Block, type PlannedColumn } from "./plan.ts";
import type { LookId } from "./styles.ts";
import { textElement } from "./text.ts";

/** What the sheets of a workbook share. */
export interface SheetContext {
  readonly limits: SheetLimits;
  readonly dir: "ltr" | "rtl";
  readonly heading: LookId;
  /** The package's number of each look. */
  readonly styles: readonly number[];
  readonly notes: { readonly name: string; readonly list: Note[] };
}

export interface SheetWriter {
  readonly name: string;
  readonly line: (line: TableLine) => void;
  readonly end: () => void;
  readonly size: () => number;
}

/** Excel's outlines have seven levels beside the outermost. */
const deepest = 7;

const namespaces =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

const outlineLevel = (level = 0): number => Math.min(level, deepest);

const paneXml = (columns: number, rows: number): string => {
  if (columns === 0 && rows === 0) return "";
  const splits = `${columns > 0 ? ` xSplit="${columns}"` : ""}${rows > 0 ? ` ySplit="${rows}"` : ""}`;
  const pane = rows === 0 ? "topRight" : columns === 0 ? "bottomLeft" : "bottomRight";
  return `<pane${splits} topLeftCell="${columnLetters(columns)}${rows + 1}" activePane="${pane}" state="frozen"/>`;
};

const columnsXml = ({ columns }: Block, widths: readonly number[]): string => {
  const cols = columns.map(({ column: { level } }, at) => {
    const outline = outlineLevel(level);
    const outlined = outline > 0 ? ` outlineLevel="${outline}"` : "";
    return `<col min="${at + 1}" max="${at + 1}" width="${widths[at] ?? 10}" customWidth="1"${outlined}/>`;
  });
  return cols.length === 0 ? "" : `<cols>${cols.join("")}</cols>`;
};

/** Depths of the outlines, which Excel wants to know before the first row. */
export interface OutlineDepth {
  readonly rows: number;
  readonly columns: number;
}

const headXml = (
  block: Block,
  headingRows: number,
  widths: readonly number[],
  depth: OutlineDepth,
  dir: "ltr" | "rtl",
  summaryRight: 0 | 1,
): string => {
  const right = dir === "rtl" ? ' rightToLeft="1"' : "";
  const outline = `${depth.rows > 0 ? ` outlineLevelRow="${depth.rows}"` : ""}${depth.columns > 0 ? ` outlineLevelCol="${depth.columns}"` : ""}`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet ${namespaces}><sheetPr><outlinePr summaryBelow="0" summaryRight="${summaryRight}"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"${right}>${paneXml(block.keys, headingRows)}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"${outline}/>${columnsXml(block, widths)}<sheetData>`;
};

const tailXml = ({ headings }: Block): string => {
  const merges = headings
    .filter(({ rows, columns }) => rows > 1 || columns > 1)
    .map(
      ({ row, column, rows, columns }) =>
        `<mergeCell ref="${columnLetters(column)}${row + 1}:${columnLetters(column + columns - 1)}${row + rows}"/>`,
    );
  const merged =
    merges.length === 0
      ? ""
      : `<mergeCells count="${merges.length}">${merges.join("")}</mergeCells>`;
  return `</sheetData>${merged}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
};

/** Opens a sheet: its headings are written at once, its lines as they come. */
export const openSheet = (
  entry: ArchiveEntry,
  name: string,
  block: Block,
  layout: {
    readonly headingRows: number;
    readonly widths: readonly number[];
    readonly depth: OutlineDepth;
    /** 1 where totals of columns stand after what they sum up. */
    readonly summaryRight: 0 | 1;
  },
  { limits, dir, heading, styles, notes }: SheetContext,
): SheetWriter => {
  const { headingRows, widths, depth } = layout;
  const letters = block.columns.map((_, at) => columnLetters(at));
  const styleOf = (look: LookId): number => styles[look] ?? 0;
  let row = 0;
  const textXml = (text: string, column: number, style: number): string => {
    const fitted = fitText(text, limits.text, { sheet: name, row, column }, notes);
    return `<c r="${letters[column]}${row}" s="${style}" t="inlineStr"><is>${textElement(fitted)}</is></c>`;
  };
  const cellXml = (
    cell: TableCell,
    planned: PlannedColumn,
    column: number,
    line: TableLine,
  ): string => {
    const written = sheetCell(cell, planned.column.type);
    const emphasis = isTotal(line.kind);
    const textLook = emphasis ? planned.emphasisedText : planned.text;
    const mark = planned.column.marks?.at(cell, line);
    const marked = mark === undefined ? undefined : planned.marked[mark];
    const look = marked ?? (emphasis ? planned.emphasised : planned.plain);
    switch (written.kind) {
      case "number":
        return `<c r="${letters[column]}${row}" s="${styleOf(look)}"><v>${written.text}</v></c>`;
      case "string":
        return textXml(written.text, column, styleOf(textLook));
      case "boolean":
        return `<c r="${letters[column]}${row}" s="${styleOf(look)}" t="b"><v>${written.value ? 1 : 0}</v></c>`;
      case "empty":
        // A cell without value tells the empty text from no value, for which there is no cell.
        return cell === "" ? `<c r="${letters[column]}${row}" s="${styleOf(textLook)}"/>` : "";
      default:
        return written satisfies never;
    }
  };
  entry.write(headXml(block, headingRows, widths, depth, dir, layout.summaryRight));
  for (let at = 0; at < headingRows; at += 1) {
    row += 1;
    const cells = block.headings
      .filter((placed) => placed.row === at)
      .map(({ text, column }) => textXml(text, column, styleOf(heading)));
    entry.write(`<row r="${row}">${cells.join("")}</row>`);
  }
  return {
    name,
    line: (line) => {
      const { cells, level } = line;
      row += 1;
      const outline = level > 0 ? ` outlineLevel="${outlineLevel(level)}"` : "";
      let xml = `<row r="${row}"${outline}>`;
      block.columns.forEach((planned, at) => {
        xml += cellXml(cells[planned.at] ?? null, planned, at, line);
      });
      entry.write(`${xml}</row>`);
    },
    end: () => {
      entry.write(tailXml(block));
      entry.end();
    },
    size: entry.size,
  };
};
