import { dayOf } from "../calendar/index.ts";
import type { Expression, ExpressionFacts } from "./expression.ts";
import { scalarOf } from "./scalar.ts";
import { valueOf, type Value } from "./value.ts";

/** Reads the raw value of a field from a row; see `valueOf` for the forms it may have. */
export type ReadField<Row> = (row: Row, path: readonly string[]) => unknown;

const ownPath = (row: unknown, path: readonly string[]): unknown => {
  let at: unknown = row;
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
};

/**
 * A checked expression as a function of one row. Nothing it computes throws: what has no value (a missing field, a
 * division by zero, a number beyond 64 bits, amounts of two currencies) is null, and spreads.
 */
export const rowExpression = <Row>(
  expression: Expression,
  facts: ExpressionFacts,
  read: ReadField<Row> = ownPath,
): ((row: Row) => Value) => {
  const zone = facts.timeZone ?? "UTC";
  const build = (node: Expression): ((row: Row) => Value) => {
    if (node.kind === "literal") return () => node.value;
    if (node.kind === "field") {
      const { type, path } = node;
      return (row) => valueOf(type, read(row, path));
    }
    const parts = node.operands.map(build);
    const [first = () => null, second = () => null, third = () => null] = parts;
    const { operation } = node;
    switch (operation) {
      case "and":
        return (row) => parts.every((part) => part(row) === true);
      case "or":
        return (row) => parts.some((part) => part(row) === true);
      case "not":
        return (row) => first(row) !== true;
      case "isNull":
        return (row) => first(row) === null;
      case "if":
        return (row) => (first(row) === true ? second(row) : third(row));
      case "coalesce":
        return (row) => {
          for (const part of parts) {
            const value = part(row);
            if (value !== null) return value;
          }
          return null;
        };
      case "today": {
        const day = dayOf(facts.now, zone);
        return () => day;
      }
      case "now":
        return () => facts.now;
      case "dayOf":
        return (row) => {
          const instant = first(row);
          return instant === null ? null : dayOf(instant as number, zone);
        };
      default: {
        const scalar = scalarOf({ ...node, operation });
        const missing = node.type.kind === "bool" ? false : null;
        return (row) => {
          const operands: NonNullable<Value>[] = [];
          for (const part of parts) {
            const value = part(row);
            if (value === null) return missing;
            operands.push(value);
          }
          return scalar(operands);
        };
      }
    }
  };
  return build(expression);
};
