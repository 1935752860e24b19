import type { PivotResult } from "@ennead/core/pivot";

import type { PivotTable } from "./grid-model.tsx";

export interface PivotChartModel {
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
  readonly highest: { readonly label: string; readonly text: string } | undefined;
  /** Categories and series there are; more than drawn when the chart was cut. */
  readonly all: { readonly categories: number; readonly series: number };
  readonly textOf: (value: number, series: number) => string;
}

const mostCategories = 60;
const mostSeries = 12;

const numberOf = (value: unknown): number | null => {
  if (value === null || typeof value === "boolean" || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

/** Names of the row path from the outermost level on, as the table shows them. */
const categoryLabel = (table: PivotTable, row: number): string => {
  const parts = [table.rowLabel(row)];
  let level = table.layout.rows[row]?.node.level ?? 1;
  for (let at = row - 1; at >= 0 && level > 1; at -= 1) {
    const line = table.layout.rows[at];
    if (line === undefined || line.node.level >= level) continue;
    parts.unshift(table.rowLabel(at));
    level = line.node.level;
  }
  return parts.join(" › ");
};

/** The lowest visible rows and columns of a table, without totals. A chart without rows shows the total as one bar. */
export const chartModel = (result: PivotResult, table: PivotTable): PivotChartModel => {
  const { layout, model } = table;
  const lowest = [...layout.rows.keys()].filter((row) => {
    const line = layout.rows[row];
    return line?.kind === "leaf" || (line?.kind === "group" && line.expanded === false);
  });
  const rows = lowest.length === 0 ? [...layout.rows.keys()].slice(-1) : lowest;
  const leaves = [...layout.columns.keys()].filter((col) => layout.columns[col]?.kind === "leaf");
  const drawable = leaves.length === 0 ? [...layout.columns.keys()] : leaves;
  const columns = drawable.slice(0, mostSeries);
  const shown = rows.slice(0, mostCategories);
  const categories = shown.map((row) => categoryLabel(table, row));

  const texts = new Map<string, string>();
  let highest: { value: number; label: string; text: string } | undefined;
  const series = columns.map((col, index) => ({
    name: table.columnLabel(col),
    values: shown.map((row, at) => {
      const line = layout.rows[row];
      const column = layout.columns[col];
      if (line === undefined || column === undefined) return null;
      const value = numberOf(result.cell(line.node.index, column.node.index, column.measure));
      if (value === null) return null;
      const { text } = model.cell(row, col);
      texts.set(`${index}:${value}`, text);
      if (highest === undefined || value > highest.value) {
        highest = { value, label: categories[at] ?? "", text };
      }
      return value;
    }),
  }));
  return {
    categories,
    series,
    highest,
    all: { categories: rows.length, series: drawable.length },
    textOf: (value, index) => texts.get(`${index}:${value}`) ?? String(value),
  };
};
