import { formatDecimal } from "../kernel/index.ts";
import { conditionOf, type Condition, type Leaf } from "./condition.ts";
import type { ScaleOf } from "./expression-type.ts";
import type { FilterFacts, TypeOf } from "./field-type.ts";
import type { Filter } from "./filter.ts";
import { keyOfCell } from "./key.ts";
import { matcherOf } from "./matcher.ts";

export interface RowOptions<Row> extends FilterFacts {
  readonly typeOf: TypeOf;
  /** Asked for by free conditions on decimals. */
  readonly scaleOf?: ScaleOf;
  /** Reads a field of a row; absent, an own key of that name. */
  readonly get?: (row: Row, field: string) => unknown;
}

const ownValue = (row: unknown, field: string): unknown =>
  typeof row === "object" && row !== null && Object.hasOwn(row, field)
    ? (row as Record<string, unknown>)[field]
    : undefined;

const leafPredicate = <Row>(
  { field, type, test }: Leaf,
  get: (row: Row, field: string) => unknown,
): ((row: Row) => boolean) => {
  if (type === "textList") {
    return (row) => {
      const value = get(row, field);
      const list: readonly unknown[] = Array.isArray(value) ? value : [];
      return test.kind === "null"
        ? list.length === 0
        : test.kind === "member" && list.includes(test.text);
    };
  }
  if (test.kind === "null") return (row) => keyOfCell(type, get(row, field)) === undefined;
  const matches = matcherOf(test);
  return (row) => {
    const key = keyOfCell(type, get(row, field));
    return key !== undefined && matches(key);
  };
};

/** A checked filter as a function of one row: whether the row is kept. See `keyOfCell` for the values it reads. */
export const rowPredicate = <Row>(
  filter: Filter,
  options: RowOptions<Row>,
): ((row: Row) => boolean) => {
  const { typeOf, scaleOf = () => undefined, expressions } = options;
  const get = options.get ?? ownValue;
  /** The value of a field in a form that expressions take, which know amounts as decimals. */
  const read = (row: Row, path: readonly string[]): unknown => {
    const field = path.join(".");
    const value = get(row, field);
    if (typeOf(field) !== "money") return value;
    const amount = keyOfCell("money", value);
    return typeof amount === "object" ? formatDecimal(amount) : undefined;
  };
  const build = (condition: Condition): ((row: Row) => boolean) => {
    switch (condition.kind) {
      case "leaf":
        return leafPredicate(condition, get);
      case "expression": {
        const answer = expressions?.row(condition.expression, options, read);
        return (row) => answer?.(row) === true;
      }
      case "not": {
        const part = build(condition.part);
        return (row) => !part(row);
      }
      case "and": {
        const parts = condition.parts.map(build);
        return (row) => parts.every((part) => part(row));
      }
      case "or": {
        const parts = condition.parts.map(build);
        return (row) => parts.some((part) => part(row));
      }
      default:
        return condition satisfies never;
    }
  };
  return build(conditionOf(filter, typeOf, options, scaleOf));
};
