import { table, type ColumnTable } from "arquero";

import { codingOf } from "../coding.ts";
import type { Column, Dataset } from "../dataset.ts";
import type { PivotResult } from "../result.ts";
import { isValid } from "../validity.ts";

/** Values as arquero's verbs take them: decimals as the nearest double, int64 as bigint, dates as text, instants as ms. */
const valuesOf = (column: Column, rows: number): readonly unknown[] => {
  const { values, validity, type, scale = 0 } = column;
  const unit = 10 ** scale;
  const read = (row: number): unknown => {
    const value = values?.[row] ?? 0;
    switch (type) {
      case "decimal":
      case "money":
        return Number(value) / unit;
      case "bool":
        return value !== 0;
      default:
        return value;
    }
  };
  const coding = values === undefined || type === "date" ? codingOf(column) : undefined;
  const member = (row: number): unknown => {
    const found = coding?.member(coding.codes[row] ?? 0);
    return type === "decimal" || type === "money" ? Number(found) : found;
  };
  return Array.from({ length: rows }, (_, row) =>
    isValid(validity, row) ? (coding === undefined ? read(row) : member(row)) : null,
  );
};

/**
 * The data set as an arquero table. Decimals and money become the nearest double, int64 bigint, dates `yyyy-mm-dd` texts,
 * instants epoch milliseconds, missing values null.
 */
export const tableFromDataset = (dataset: Dataset): ColumnTable =>
  table(
    [...dataset.columns.values()].map((column): [string, readonly unknown[]] => [
      column.name,
      valuesOf(column, dataset.rows),
    ]) as Parameters<typeof table>[0],
  );

/** Names in their order, a repeated one with a number behind it. */
const apart = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
    taken.add(free);
    return free;
  });
};

/**
 * The innermost cells of a result as a long arquero table: one row per row member and column member with records, in
 * display order, with a column per level of both axes and one per measure. A name that two of them share gets a number.
 */
export const tableFromResult = (result: PivotResult): ColumnTable => {
  const { rows, cols, measures } = result;
  const names = apart([...rows.levels, ...cols.levels, ...measures.map(({ name }) => name)]);
  const columns = names.map((): unknown[] => []);
  result.eachCell((rowIndex, colIndex) => {
    const [row, col] = [rows.nodes[rowIndex], cols.nodes[colIndex]];
    if (row?.level !== rows.levels.length || col?.level !== cols.levels.length) return;
    const values = measures.map((_, at) => result.cell(rowIndex, colIndex, at));
    for (const [at, value] of [...row.path, ...col.path, ...values].entries()) {
      columns[at]?.push(value);
    }
  });
  return table(
    names.map((name, at): [string, unknown[]] => [name, columns[at] ?? []]) as Parameters<
      typeof table
    >[0],
  );
};
