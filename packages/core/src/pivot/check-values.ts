import { firstDay, firstInstant, lastDay, lastInstant } from "../calendar/index.ts";
import { chunkRows } from "./chunk.ts";
import type { Column } from "./dataset.ts";
import { isValid } from "./validity.ts";

const most = Number.MAX_SAFE_INTEGER;

/** What the numbers of a column may be: whole, and from where to where. Undefined where any will do. */
const boundsOf = ({ type }: Column): readonly [low: number, high: number] | undefined => {
  switch (type) {
    case "bool":
      return [0, 1];
    case "date":
      return [firstDay, lastDay];
    case "timestamp":
      return [firstInstant, lastInstant];
    case "int":
    case "decimal":
    case "money":
      return [-most, most];
    case "int64":
    case "float":
    case "text":
      return undefined;
    default:
      return type satisfies never;
  }
};

/** The first row from `from` on, before `to`, whose number is no whole one of a range; -1 without one. */
const firstOutside = (
  values: Float64Array | Int32Array,
  low: number,
  high: number,
  from: number,
  to: number,
): number => {
  for (let row = from; row < to; row += 1) {
    const value = values[row]!;
    if (!(value >= low && value <= high && Math.floor(value) === value)) return row;
  }
  return -1;
};

/**
 * The first row whose value the column's type cannot have: a fraction or NaN among whole numbers, a day or an instant
 * outside the years 1 to 9999, a bool that is neither 0 nor 1. -1 where all is well. Looks at a chunk at a time: the
 * first data set of a page is checked by code that is compiled meanwhile, and a new call has the better one.
 */
export const firstUnfit = (column: Column): number => {
  const bounds = boundsOf(column);
  const { values, validity } = column;
  if (bounds === undefined || values === undefined || values instanceof BigInt64Array) return -1;
  const [low, high] = bounds;
  for (let base = 0; base < values.length; base += chunkRows) {
    const end = Math.min(base + chunkRows, values.length);
    for (let from = base; from < end;) {
      const row = firstOutside(values, low, high, from, end);
      if (row < 0) break;
      if (isValid(validity, row)) return row;
      from = row + 1;
    }
  }
  return -1;
};
