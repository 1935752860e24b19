import { writeRow } from "./cell-value.ts";
import { codingOf } from "./coding.ts";
import { rankValuesOf } from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import { lazily, type Measure, type MeasureContext } from "./measure-plan.ts";
import { commonValidity } from "./pair-columns.ts";

/**
 * The place of each row in the order of the key columns, then of the rows themselves: a double that ends in the row, as
 * long as all of it is exact, else its place in a sorted list of rows.
 */
const placesOf = (
  keys: readonly Column[],
  rows: number,
): { readonly places: Float64Array; readonly rowAt: (place: number) => number } => {
  const ranks = keys.map(rankValuesOf);
  const sizes = keys.map((column) => Math.max(1, codingOf(column).size));
  const reach = sizes.reduce((product, size) => product * size, Math.max(1, rows));
  const places = new Float64Array(rows);
  if (reach <= Number.MAX_SAFE_INTEGER) {
    for (let row = 0; row < rows; row += 1) {
      let place = 0;
      for (let at = 0; at < ranks.length; at += 1) place = place * sizes[at]! + ranks[at]![row]!;
      places[row] = place * rows + row;
    }
    return { places, rowAt: (place) => place % rows };
  }
  const order = Int32Array.from({ length: rows }, (_, row) => row).toSorted((a, b) => {
    for (const rank of ranks) {
      const difference = rank[a]! - rank[b]!;
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  order.forEach((row, place) => (places[row] = place));
  return { places, rowAt: (place) => order[place] ?? 0 };
};

/**
 * The value of the first or last record by the key columns. Records without a value or without one of the keys are left
 * out; of equal keys the earlier record is the first, the later one the last.
 */
export const planOrdered = (
  name: string,
  which: "first" | "last",
  column: Column,
  keys: readonly Column[],
  context: MeasureContext,
): Measure => {
  const { planner, where, rows } = context;
  const { places, rowAt } = placesOf(keys, rows);
  const handle = planner.request({
    key: JSON.stringify(["ordered", column.name, keys.map((key) => key.name), context.whereKey]),
    where,
    validity: commonValidity([column, ...keys], rows),
    values: places,
    range: true,
  });
  const at = lazily(handle.places);
  const write = writeRow(column);
  const { type, scale } = column;
  return {
    info: { name, type, empty: null, ...(scale === undefined ? {} : { scale }) },
    read: ({ state, width }, cell) => {
      const { count, min, max } = at();
      if ((state[cell * width + count] ?? 0) === 0) return null;
      const place = state[cell * width + (which === "first" ? min : max)] ?? 0;
      return write(rowAt(place));
    },
  };
};
