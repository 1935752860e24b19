import type { Expression, Operation } from "./expression.ts";
import { asFloat, call, unified, widened, widenedMoney, type Place } from "./nodes.ts";
import { isExact, isNumber, scaleOf, type ExpressionType } from "./type.ts";

/** Most digits after the point that a product may have; `round` takes some away. */
export const mostDigits = 15;

/** Why an operator does not fit its operands; undefined where it is said well enough that it does not. */
export interface Misfit {
  readonly hint?: string;
}

type Built = Expression | Misfit;

const sum = (operator: "+" | "-", a: Expression, b: Expression, place: Place): Built => {
  const exact: Operation = operator === "+" ? "add" : "subtract";
  if (a.type.kind === "text" && b.type.kind === "text" && operator === "+") {
    return call({ kind: "text" }, "concat", [a, b], place);
  }
  if (a.type.kind === "date" && operator === "-" && b.type.kind === "date") {
    return call({ kind: "int" }, "daysBetween", [b, a], place);
  }
  if (a.type.kind === "date" && b.type.kind === "int") {
    const days = operator === "+" ? b : call({ kind: "int" }, "negate", [b], b);
    return call({ kind: "date" }, "addDays", [a, days], place);
  }
  const both = unified([a, b]);
  if (both === undefined || both.type.kind === "null") return {};
  const { type, nodes } = both;
  if (isExact(type)) return call(type, exact, nodes, place);
  if (type.kind === "float") return call(type, `${exact}Float`, nodes, place);
  if (type.kind === "money") return call(type, `${exact}Money`, nodes, place);
  return type.kind === "date"
    ? { hint: "The days between two dates are the later minus the earlier." }
    : {};
};

const product = (a: Expression, b: Expression, place: Place): Built => {
  if (b.type.kind === "money" && a.type.kind !== "money") return product(b, a, place);
  const digits = scaleOf(a.type) + scaleOf(b.type);
  if (digits > mostDigits) {
    return { hint: `The product would have ${digits} digits after the point; round an operand.` };
  }
  if (a.type.kind === "money" && isExact(b.type)) {
    return call({ kind: "money", scale: digits }, "multiplyMoney", [a, b], place);
  }
  if (a.type.kind === "money") return { hint: "Round the factor, or compute with amount(…)." };
  if (isExact(a.type) && isExact(b.type)) {
    const isWhole = a.type.kind === "int" && b.type.kind === "int";
    const type: ExpressionType = isWhole ? { kind: "int" } : { kind: "decimal", scale: digits };
    return call(type, "multiply", [a, b], place);
  }
  if (!isNumber(a.type) || !isNumber(b.type)) return {};
  return call({ kind: "float" }, "multiplyFloat", [asFloat(a), asFloat(b)], place);
};

const quotient = (a: Expression, b: Expression, place: Place): Built => {
  if (a.type.kind === "money" && b.type.kind === "money") {
    const scale = Math.max(scaleOf(a.type), scaleOf(b.type));
    const both = [widenedMoney(a, scale), widenedMoney(b, scale)];
    return call({ kind: "float" }, "divideMoney", both, place);
  }
  if (a.type.kind === "money") return { hint: "Divide amount(…)." };
  if (!isNumber(a.type) || !isNumber(b.type)) return {};
  return call({ kind: "float" }, "divide", [asFloat(a), asFloat(b)], place);
};

const remainder = (a: Expression, b: Expression, place: Place): Built => {
  if (!isExact(a.type) || !isExact(b.type)) return { hint: "A remainder is of exact numbers." };
  const scale = Math.max(scaleOf(a.type), scaleOf(b.type));
  const type: ExpressionType =
    a.type.kind === "int" && b.type.kind === "int" ? { kind: "int" } : { kind: "decimal", scale };
  return call(type, "remainder", [widened(a, scale), widened(b, scale)], place);
};

/** The operation of an operator between two numbers, texts, dates or amounts of money. */
export const arithmetic = (
  operator: "+" | "-" | "*" | "/" | "%",
  a: Expression,
  b: Expression,
  place: Place,
): Built => {
  switch (operator) {
    case "+":
    case "-":
      return sum(operator, a, b, place);
    case "*":
      return product(a, b, place);
    case "/":
      return quotient(a, b, place);
    case "%":
      return remainder(a, b, place);
    default:
      return operator satisfies never;
  }
};

/** The number or amount with the other sign. */
export const negated = (a: Expression, place: Place): Built => {
  if (isExact(a.type)) return call(a.type, "negate", [a], place);
  if (a.type.kind === "float") return call(a.type, "negateFloat", [a], place);
  return a.type.kind === "money" ? call(a.type, "negateMoney", [a], place) : {};
};
