import { csvChunks, htmlChunks, jsonChunks, lineOf, type Table } from "@ennead/core/export";
import { xlsxChunks } from "@ennead/core/export/xlsx";
import { datasetFromRows, type ColumnSchema } from "@ennead/core/pivot";
import { arrowFromDataset } from "@ennead/core/pivot/arrow";

import { tablePdf } from "../kernel/index.ts";
import { noCharts, type DrawnCharts } from "./report-chart.ts";

/** What a report can be written as. */
export const formats = ["csv", "xlsx", "html", "pdf", "json", "arrow"] as const;

export type Format = (typeof formats)[number];

/** Media types of the formats. */
export const mediaOf: Readonly<Record<Format, string>> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html",
  pdf: "application/pdf",
  json: "application/json",
  arrow: "application/vnd.apache.arrow.stream",
};

const encoder = new TextEncoder();

function* encoded(chunks: Iterable<string>): Generator<Uint8Array, void, void> {
  for (const chunk of chunks) yield encoder.encode(chunk);
}

const digitsOf = (rows: readonly (readonly unknown[])[], at: number): number =>
  Math.min(
    15,
    rows.reduce((most, cells) => {
      const point = String(cells[at] ?? "").indexOf(".");
      return point < 0 ? most : Math.max(most, String(cells[at]).length - point - 1);
    }, 0),
  );

/** Column types of the table; a column whose cells are not all of its type is text. */
const schemaOf = ({ columns }: Table, rows: readonly (readonly unknown[])[]): ColumnSchema[] =>
  columns.map(({ name, type }, at): ColumnSchema => {
    const fits = (is: (cell: unknown) => boolean): boolean =>
      rows.every((cells) => cells[at] === null || cells[at] === undefined || is(cells[at]));
    switch (type) {
      case "number":
        return fits((cell) => typeof cell === "number")
          ? { name, type: "float" }
          : { name, type: "text" };
      case "decimal":
        return fits((cell) => /^-?\d+(?:\.\d{1,15})?$/.test(String(cell)))
          ? { name, type: "decimal", scale: digitsOf(rows, at) }
          : { name, type: "text" };
      case "boolean":
        return fits((cell) => typeof cell === "boolean")
          ? { name, type: "bool" }
          : { name, type: "text" };
      default:
        return { name, type: "text" };
    }
  });

/** The table as Arrow IPC: its columns by name, before them what each row stands for and how deep it lies. */
const arrow = (table: Table): Uint8Array => {
  const lines = [...table.rows].map(lineOf);
  const rows = lines.map(({ cells }) => cells);
  const schema = schemaOf(table, rows);
  const made = datasetFromRows(
    lines.map(({ kind, level, cells }) =>
      Object.fromEntries([
        ["#kind", kind],
        ["#level", level],
        ...schema.map(({ name, type }, at) => {
          const cell = cells[at] ?? null;
          return [name, type === "text" && cell !== null ? String(cell) : cell];
        }),
      ]),
    ),
    [{ name: "#kind", type: "text" }, { name: "#level", type: "int" }, ...schema],
  );
  if (!made.ok) throw new Error(`The table does not fit its own types: ${made.error.message}`);
  return arrowFromDataset(made.value);
};

async function* once(make: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  yield await make();
}

/** The table in a format, piece by piece. `locale` is how numbers read where people read them; only a PDF has charts. */
export const writeTable = (
  format: Format,
  table: Table,
  locale: string,
  { charts, notes }: DrawnCharts = noCharts,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> => {
  switch (format) {
    case "csv":
      // Excel knows by the mark that the text is UTF-8; others skip it.
      return encoded(csvChunks(table, { bom: true }));
    case "html":
      return encoded(htmlChunks(table, { locale }));
    case "json":
      return encoded(jsonChunks(table));
    case "xlsx":
      return xlsxChunks(table, { locale });
    case "pdf":
      return once(() =>
        tablePdf({ ...table, notes: [...notes, ...(table.notes ?? [])] }, { locale, charts }),
      );
    case "arrow":
      return once(() => Promise.resolve(arrow(table)));
    default:
      return format satisfies never;
  }
};
