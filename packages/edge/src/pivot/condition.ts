import { compareDecimals, parseDecimal } from "@ennead/core/kernel";
import type { CellValue } from "@ennead/core/pivot";

/** When a report is worth sending: its grand total of a measure, compared with a number. */
export interface Condition {
  readonly value: string;
  readonly op: "=" | "!=" | "<" | "<=" | ">" | ">=";
  /** A number, or a decimal as text. */
  readonly than: number | string;
}

const order = (a: CellValue, b: number | string): number => {
  const [left, right] = [parseDecimal(String(a)), parseDecimal(String(b))];
  return left !== undefined && right !== undefined
    ? compareDecimals(left, right)
    : Number(a) - Number(b);
};

/** Whether a total fulfils the condition. No value fulfils none, but for `!=`. */
export const fulfils = (total: CellValue, { op, than }: Condition): boolean => {
  if (total === null) return op === "!=";
  const by = order(total, than);
  switch (op) {
    case "=":
      return by === 0;
    case "!=":
      return by !== 0;
    case "<":
      return by < 0;
    case "<=":
      return by <= 0;
    case ">":
      return by > 0;
    case ">=":
      return by >= 0;
    default:
      return op satisfies never;
  }
};
