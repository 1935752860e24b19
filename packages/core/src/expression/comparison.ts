import type { Expression } from "./expression.ts";
import { call, unified, type Place } from "./nodes.ts";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

const bool = { kind: "bool" } as const;

const not = (node: Expression, place: Place): Expression => call(bool, "not", [node], place);

/**
 * The operation of a comparison; undefined where the operands cannot be compared. A comparison with no value is false,
 * and `!=` is the complement of `==`. `== null` asks whether there is a value.
 */
export const comparison = (
  operator: Comparison,
  a: Expression,
  b: Expression,
  place: Place,
): Expression | undefined => {
  if (operator === "!=") {
    const equal = comparison("==", a, b, place);
    return equal === undefined ? undefined : not(equal, place);
  }
  if (operator === ">") return comparison("<", b, a, place);
  if (operator === ">=") return comparison("<=", b, a, place);
  if (operator === "==" && b.type.kind === "null") return call(bool, "isNull", [a], place);
  if (operator === "==" && a.type.kind === "null") return call(bool, "isNull", [b], place);
  if (a.type.kind === "null" || b.type.kind === "null") return undefined;
  const both = unified([a, b]);
  if (both === undefined || both.type.kind === "textList") return undefined;
  const { kind } = both.type;
  if (operator === "==") {
    return call(bool, kind === "money" ? "equalMoney" : "equal", both.nodes, place);
  }
  if (kind === "bool") return undefined;
  const name = operator === "<" ? "less" : "lessOrEqual";
  return call(bool, kind === "money" ? `${name}Money` : name, both.nodes, place);
};
