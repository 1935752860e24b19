import { lineOf, type CellType, type Table, type TableRow } from "@ennead/core/export";
import { isObject, type JsonObject } from "@ennead/core/kernel";
import { recordsOf, resultTable, type ColumnType } from "@ennead/core/pivot";

import { cellAt } from "./cells.ts";
import type { Computed } from "./run.ts";
import { shownResult } from "./shown.ts";

const hides = (view: JsonObject | null, what: "totals" | "subtotals"): boolean => {
  const part = view?.[what];
  return isObject(part) && part["rows"] === false;
};

/** A table with how many lines it has at most. */
export interface SizedTable {
  readonly table: Table;
  readonly lines: number;
}

/** The rows that a view shows: the total and subtotals may be hidden. */
const shownRows = (rows: Iterable<TableRow>, view: JsonObject | null): Iterable<TableRow> => {
  const hidden = new Set([
    ...(hides(view, "totals") ? ["total"] : []),
    ...(hides(view, "subtotals") ? ["subtotal"] : []),
  ]);
  if (hidden.size === 0) return rows;
  return {
    *[Symbol.iterator]() {
      for (const row of rows) if (!hidden.has(lineOf(row).kind)) yield row;
    },
  };
};

/** A result as every writer takes it, as its view shows it, with what a reader must know. */
export const reportTable = (
  { result }: Computed,
  title: string,
  view: JsonObject | null,
  _locale: string,
): SizedTable => {
  const shown = shownResult(result, view);
  const table = resultTable(shown, {
    title,
    notes: result.warnings.map(({ message }) => message),
  });
  const rows = shown.rows.levels.length === 0 ? table.rows : shownRows(table.rows, view);
  return { table: { ...table, rows }, lines: shown.rows.nodes.length };
};

const cellTypes: Readonly<Record<ColumnType, CellType>> = {
  int: "number",
  float: "number",
  int64: "decimal",
  decimal: "decimal",
  money: "decimal",
  text: "text",
  bool: "boolean",
  date: "date",
  timestamp: "datetime",
};

/** The records beneath the grand total, with every column that the actor may read. */
export const recordTable = ({ plan, data }: Computed, title: string): SizedTable => {
  const columns = [...data.dataset.columns.values()];
  const { rows } = recordsOf(plan, [], [], { limit: data.dataset.rows });
  const table: Table = {
    title,
    columns: columns.map(({ name, type, scale }) => ({
      name,
      label: name,
      type: cellTypes[type],
      ...(scale === undefined ? {} : { scale }),
    })),
    rows: {
      *[Symbol.iterator]() {
        for (const row of rows) yield columns.map((column) => cellAt(column, row));
      },
    },
  };
  return { table, lines: rows.length };
};
