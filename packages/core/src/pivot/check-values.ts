import { firstDay, firstInstant, lastDay, lastInstant } from "../calendar/index.ts";
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

/**
 * The first row whose value the column's type cannot have: a fraction or NaN among whole numbers, a day or an instant
 * outside the years 1 to 9999, a bool that is neither 0 nor 1. -1 where all is well.
 */
export const firstUnfit = (column: Column): number => {
  const bounds = boundsOf(column);
  const { values, validity } = column;
  if (bounds === undefined || values === undefined || values instanceof BigInt64Array) return -1;
  const [low, high] = bounds;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (value >= low && value <= high && Math.floor(value) === value) continue;
    if (isValid(validity, row)) return row;
  }
  return -1;
};
