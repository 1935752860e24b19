import { compareCodePoints } from "../filter/index.ts";
import { compareDecimals, parseDecimal } from "../kernel/index.ts";
import type { CellValue, MeasureType } from "./result.ts";

/** The order of two cell values of a measure; 0 where one of them is no value. */
export const compareValues = (type: MeasureType, a: CellValue, b: CellValue): number => {
  if (a === null || b === null) return 0;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") {
    if (type !== "decimal" && type !== "money" && type !== "int64") return compareCodePoints(a, b);
    const [left, right] = [Number(a), Number(b)];
    // Rounding may make a difference vanish but never turns it round.
    if (left !== right) return left < right ? -1 : 1;
    const [exactLeft, exactRight] = [parseDecimal(a), parseDecimal(b)];
    return exactLeft === undefined || exactRight === undefined
      ? 0
      : compareDecimals(exactLeft, exactRight);
  }
  return Number(a) - Number(b);
};
