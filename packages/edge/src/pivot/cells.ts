import { formatDate, formatInstant } from "@ennead/core/calendar";
import { formatUnits } from "@ennead/core/kernel";
import type { CellValue, Column, Dataset } from "@ennead/core/pivot";

const hasValue = ({ validity }: Column, row: number): boolean =>
  validity === undefined || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;

/** The value of a column in a row, as results write their cells. */
export const cellAt = (column: Column, row: number): CellValue => {
  if (!hasValue(column, row)) return null;
  const { type, scale = 0, codes, dict, values } = column;
  if (codes !== undefined && dict !== undefined) return dict[codes[row] ?? 0] ?? null;
  const value = values?.[row] ?? 0;
  switch (type) {
    case "bool":
      return Number(value) !== 0;
    case "date":
      return formatDate(Number(value));
    case "timestamp":
      return formatInstant(Number(value));
    case "decimal":
    case "money":
    case "int64":
      return formatUnits(value, scale);
    default:
      return Number(value) + 0;
  }
};

/** The id of the record in a row; null where a dataset has none. */
export const idAt = ({ columns }: Dataset, row: number): string | null => {
  const column = columns.get("id");
  const id = column === undefined ? null : cellAt(column, row);
  return id === null ? null : String(id);
};

/** The last row whose id is at most this one; -1 for none. Rows stand in order of id. */
export const lastUpTo = (dataset: Dataset, id: string): number => {
  let [low, high] = [0, dataset.rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((idAt(dataset, middle) ?? "") <= id) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
