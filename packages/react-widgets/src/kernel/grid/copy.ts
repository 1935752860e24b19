import { headerAt, type GridArea, type GridModel } from "./model.ts";

const textAt = (model: GridModel, row: number, col: number): string => {
  if (row >= 0) return col < 0 ? model.rowHeader(row).text : model.cell(row, col).text;
  return col < 0 ? model.corner.text : (headerAt(model, row, col)?.text ?? "");
};

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);

/** The texts of an area, line by line; of a spanning header each column repeats the text. */
export const textsOf = (model: GridModel, area: GridArea): string[][] =>
  range(area.top, area.bottom).map((row) =>
    range(area.start, area.end).map((col) => textAt(model, row, col)),
  );

/** Lines of tab-separated texts, as spreadsheets paste them; a tab or line break inside a text becomes a space. */
export const toPlain = (lines: readonly (readonly string[])[]): string =>
  lines.map((line) => line.map((text) => text.replaceAll(/[\t\r\n]+/g, " ")).join("\t")).join("\n");

/** The same lines as an HTML table, built as nodes so that every text stays text. */
export const toHtml = (document: Document, lines: readonly (readonly string[])[]): string => {
  const table = document.createElement("table");
  for (const line of lines) {
    const row = table.insertRow();
    for (const text of line) row.insertCell().textContent = text;
  }
  return table.outerHTML;
};
