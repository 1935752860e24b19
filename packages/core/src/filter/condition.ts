import { instantsOfDays, periodRange } from "../calendar/index.ts";
import type { Expression } from "../expression/index.ts";
import { filterEnvironment, type ScaleOf } from "./expression-type.ts";
import type { FilterFacts, FilterFieldType, TypeOf } from "./field-type.ts";
import type { Filter, FilterValue, Period } from "./filter.ts";
import { readCondition } from "./free-condition.ts";
import { keyOfConstant, type Key } from "./key.ts";

/** One end of a range; a closed end belongs to it. */
export interface Bound {
  readonly key: Key;
  readonly closed: boolean;
}

/** A question to one value. Every test is false for the empty value, save `null`, which is true for it alone. */
export type Test =
  | { readonly kind: "null" }
  | { readonly kind: "set"; readonly keys: readonly Key[] }
  | { readonly kind: "range"; readonly low?: Bound; readonly high?: Bound }
  | { readonly kind: "contains" | "startsWith" | "member"; readonly text: string };

export interface Leaf {
  readonly kind: "leaf";
  readonly field: string;
  readonly type: FilterFieldType;
  readonly test: Test;
}

/** A filter with its values parsed and its negative operators written as `not` of their twins. */
export type Condition =
  | Leaf
  /** Kept where it is true; without a value, as where it is false, it is not. */
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition };

const not = (part: Condition): Condition => ({ kind: "not", part });

const unchecked = (what: string): never => {
  throw new TypeError(`${what}; a filter must pass checkFilter before it is run`);
};

const keyOf = (type: FilterFieldType, value: FilterValue): Key =>
  keyOfConstant(type, value) ?? unchecked(`${JSON.stringify(value)} is no ${type}`);

const rangeOf = (operator: "<" | "<=" | ">" | ">=", key: Key): Test => {
  const bound: Bound = { key, closed: operator.endsWith("=") };
  return operator.startsWith("<") ? { kind: "range", high: bound } : { kind: "range", low: bound };
};

/** Parses a checked filter. Throws TypeError where it was not checked against the same types. */
export const conditionOf = (
  filter: Filter,
  typeOf: TypeOf,
  facts: FilterFacts,
  scaleOf: ScaleOf,
): Condition => {
  const leaf = (field: string, test: (type: FilterFieldType) => Test): Leaf => {
    const type = typeOf(field) ?? unchecked(`Field ${field} is not known`);
    return { kind: "leaf", field, type, test: test(type) };
  };
  const oneOf = (field: string, values: readonly FilterValue[]): Leaf =>
    leaf(field, (type) => ({
      kind: "set",
      // Nothing equals the empty value, so a null in the list adds nothing.
      keys: values.filter((value) => value !== null).map((value) => keyOf(type, value)),
    }));
  const nothing = (field: string): Leaf => leaf(field, () => ({ kind: "set", keys: [] }));
  const during = (field: string, period: Period): Condition => {
    const zone = facts.timeZone ?? "UTC";
    const { from, to } = periodRange(period, facts.now, zone, facts.weekStart ?? 1);
    const within = (low: number, high: number): Leaf =>
      leaf(field, () => ({
        kind: "range",
        low: { key: low, closed: true },
        high: { key: high, closed: false },
      }));
    if (typeOf(field) === "date") return within(from, to);
    const parts = instantsOfDays(from, to, zone).map(([start, end]) => within(start, end));
    return { kind: "or", parts };
  };
  const parse = (node: Filter): Condition => {
    switch (node[0]) {
      case "and":
      case "or": {
        const [kind, ...parts] = node;
        return { kind, parts: parts.map(parse) };
      }
      case "not":
        return not(parse(node[1]));
      case "=":
        return oneOf(node[1], [node[2]]);
      case "!=":
        return not(oneOf(node[1], [node[2]]));
      case "in":
        return oneOf(node[1], node[2]);
      case "notIn":
        return not(oneOf(node[1], node[2]));
      case "<":
      case "<=":
      case ">":
      case ">=": {
        const [operator, field, value] = node;
        if (value === null) return nothing(field);
        return leaf(field, (type) => rangeOf(operator, keyOf(type, value)));
      }
      case "between": {
        const [, field, from, to] = node;
        if (from === null || to === null) return nothing(field);
        return leaf(field, (type) => ({
          kind: "range",
          low: { key: keyOf(type, from), closed: true },
          high: { key: keyOf(type, to), closed: true },
        }));
      }
      case "isNull":
        return leaf(node[1], () => ({ kind: "null" }));
      case "notNull":
        return not(leaf(node[1], () => ({ kind: "null" })));
      case "contains":
      case "startsWith": {
        const [kind, field, text] = node;
        return leaf(field, (type) => ({ kind: type === "textList" ? "member" : kind, text }));
      }
      case "period":
        return during(node[1], node[2]);
      case "expr": {
        const read = readCondition(node[1], facts.expressions, filterEnvironment(typeOf, scaleOf));
        return read.ok
          ? { kind: "expression", expression: read.value }
          : unchecked(read.error[0]?.message ?? node[1]);
      }
      default:
        return unchecked(`${JSON.stringify(node)} is no condition`);
    }
  };
  return parse(filter);
};
