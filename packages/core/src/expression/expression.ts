import type { ExpressionType } from "./type.ts";
import type { Value } from "./value.ts";

/**
 * What an expression is made of once it has been checked. Every operation has one meaning for one kind of operands:
 * mixed numbers have been brought to one scale, or to float, by operations of their own. Numbers are units, see `Value`;
 * `digits` and `grain` are constants of the operation.
 */
export type Operation =
  // Two-valued: an operand without a value counts as false.
  | "and"
  | "or"
  | "not"
  | "isNull"
  | "if"
  // false where an operand has no value.
  | "equal"
  | "less"
  | "lessOrEqual"
  | "equalMoney"
  | "lessMoney"
  | "lessOrEqualMoney"
  // Exact numbers: no value beyond 64 bits.
  | "add"
  | "subtract"
  | "multiply"
  | "remainder"
  | "negate"
  | "absolute"
  | "sign"
  // `digits` more or fewer after the point.
  | "widen"
  | "round"
  | "floor"
  | "ceiling"
  // Floats: no value that is not finite. `toFloat` and `roundFloat` know the digits of the exact side.
  | "addFloat"
  | "subtractFloat"
  | "multiplyFloat"
  | "divide"
  | "negateFloat"
  | "absoluteFloat"
  | "signFloat"
  | "toFloat"
  | "roundFloat"
  | "floorFloat"
  | "ceilingFloat"
  // Money: no value where currencies differ.
  | "addMoney"
  | "subtractMoney"
  | "multiplyMoney"
  | "negateMoney"
  | "absoluteMoney"
  | "widenMoney"
  | "divideMoney"
  | "amountOf"
  | "currencyOf"
  // The first operand with a value; the least and the greatest where all have one.
  | "coalesce"
  | "least"
  | "greatest"
  | "concat"
  | "size"
  | "contains"
  | "startsWith"
  | "endsWith"
  | "lowerAscii"
  | "upperAscii"
  | "trim"
  | "substring"
  | "replace"
  | "indexOf"
  | "isMember"
  | "sizeOfList"
  // Days.
  | "part"
  | "startOf"
  | "addDays"
  | "addMonths"
  | "daysBetween"
  | "dayOf"
  | "hoursBetween"
  // What the caller says of the present.
  | "today"
  | "now";

/** Parts of a date that are numbers. */
export type DatePart = "year" | "quarter" | "month" | "day" | "weekday";

/** A checked expression: a tree in which every node has its type and its place in the text, as `[from, to)` of UTF-16 units. */
export type Expression = {
  readonly type: ExpressionType;
  readonly from: number;
  readonly to: number;
} & (
  | { readonly kind: "literal"; readonly value: Value }
  | { readonly kind: "field"; readonly path: readonly string[] }
  | {
      readonly kind: "call";
      readonly operation: Operation;
      readonly operands: readonly Expression[];
      readonly digits?: number;
      readonly part?: DatePart | "week";
    }
);

/** What an expression is told from outside. */
export interface ExpressionFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone in which an instant has a date; UTC when absent. */
  readonly timeZone?: string;
}

/** The paths of all fields that the expression reads, each once. */
export const fieldsIn = (expression: Expression): readonly (readonly string[])[] => {
  const found = new Map<string, readonly string[]>();
  const visit = (node: Expression): void => {
    if (node.kind === "field") found.set(JSON.stringify(node.path), node.path);
    if (node.kind === "call") node.operands.forEach(visit);
  };
  visit(expression);
  return [...found.values()];
};
