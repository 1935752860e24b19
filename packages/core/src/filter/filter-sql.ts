import { firstDay, formatDate, lastDay } from "../calendar/index.ts";
import { sqlExpression } from "../expression/index.ts";
import type { Fault, PathSegment, Result } from "../kernel/index.ts";
import { conditionOf, type Bound, type Condition, type Leaf, type Test } from "./condition.ts";
import type { FilterFacts, FilterFieldType } from "./field-type.ts";
import type { Filter } from "./filter.ts";
import { asFilterFault } from "./free-condition.ts";
import type { Key } from "./key.ts";
import { unitTest } from "./units.ts";

/** What is bound to a `?`. Integers beyond 2^53 are bigints. */
export type SqlValue = string | number | bigint;

/** SQLite text and the values of its `?`, in order. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/**
 * How a field is read in SQL: an expression without binds, of our own making and never a caller's text. It answers text,
 * 0 or 1, a number, units at `scale` (int64, decimal, money), `yyyy-mm-dd`, epoch milliseconds, or for `textList` a JSON
 * array; NULL where the field is empty.
 */
export interface SqlColumn {
  readonly sql: string;
  readonly type: FilterFieldType;
  readonly scale?: number;
}

export interface SqlOptions extends FilterFacts {
  readonly column: (field: string) => SqlColumn | undefined;
  /** The function that finds a text in another, counting from 1; `instr` unless given. */
  readonly position?: "instr" | "strpos";
}

const never: Sql = { sql: "1 = 0", params: [] };
const always: Sql = { sql: "1 = 1", params: [] };

const [leastUnits, mostUnits] = [-(2n ** 63n), 2n ** 63n - 1n];
const fits = (units: bigint): boolean => units >= leastUnits && units <= mostUnits;

const bind = (value: bigint): SqlValue =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** Joins by halves: a chain of a thousand would be deeper than SQLite's parser goes. */
const join = (parts: readonly Sql[], operator: "AND" | "OR"): Sql => {
  const [first] = parts;
  if (first === undefined) return operator === "AND" ? always : never;
  if (parts.length === 1) return first;
  const half = Math.ceil(parts.length / 2);
  const left = join(parts.slice(0, half), operator);
  const right = join(parts.slice(half), operator);
  return {
    sql: `(${left.sql} ${operator} ${right.sql})`,
    params: [...left.params, ...right.params],
  };
};

const compare = (column: string, operator: string, value: SqlValue): Sql => ({
  sql: `${column} ${operator} ?`,
  params: [value],
});

const memberOf = (column: string, values: readonly SqlValue[]): Sql => {
  const [first] = values;
  if (first === undefined) return never;
  if (values.length === 1) return compare(column, "=", first);
  return { sql: `${column} IN (${values.map(() => "?").join(", ")})`, params: values };
};

const hasValue = (column: string): Sql => ({ sql: `${column} IS NOT NULL`, params: [] });

const between = (column: string, ends: readonly Sql[]): Sql =>
  ends.length === 0 ? hasValue(column) : join(ends, "AND");

/** Exact kinds: units at the column's scale; bounds beyond 64 bits hold for all values or none. */
const exactSql = ({ sql, scale = 0 }: SqlColumn, test: Test & { kind: "set" | "range" }): Sql => {
  const { members, low, high } = unitTest(test, scale);
  if (members !== undefined) return memberOf(sql, members.filter(fits).map(bind));
  if ((low ?? leastUnits) > mostUnits || (high ?? mostUnits) < leastUnits) return never;
  const ends: Sql[] = [];
  if (low !== undefined && low > leastUnits) ends.push(compare(sql, ">=", bind(low)));
  if (high !== undefined && high < mostUnits) ends.push(compare(sql, "<=", bind(high)));
  return between(sql, ends);
};

/** Days as text sort by time only with four digits of year, so bounds are closed and kept within them. */
const dateSql = ({ sql }: SqlColumn, test: Test & { kind: "set" | "range" }): Sql => {
  if (test.kind === "set")
    return memberOf(
      sql,
      test.keys.map((key) => formatDate(Number(key))),
    );
  const low = test.low === undefined ? firstDay : Number(test.low.key) + (test.low.closed ? 0 : 1);
  const high =
    test.high === undefined ? lastDay : Number(test.high.key) - (test.high.closed ? 0 : 1);
  if (low > lastDay || high < firstDay) return never;
  const ends: Sql[] = [];
  if (low > firstDay) ends.push(compare(sql, ">=", formatDate(low)));
  if (high < lastDay) ends.push(compare(sql, "<=", formatDate(high)));
  return between(sql, ends);
};

const plain = (key: Key): SqlValue => (typeof key === "object" ? key.units : key);

const plainSql = ({ sql }: SqlColumn, test: Test & { kind: "set" | "range" }): Sql => {
  if (test.kind === "set") return memberOf(sql, test.keys.map(plain));
  const end = (bound: Bound | undefined, operator: "<" | ">"): Sql[] =>
    bound === undefined
      ? []
      : [compare(sql, bound.closed ? `${operator}=` : operator, plain(bound.key))];
  return between(sql, [...end(test.low, ">"), ...end(test.high, "<")]);
};

const leafSql = (
  column: SqlColumn,
  { test }: Leaf,
  position: NonNullable<SqlOptions["position"]>,
): Sql => {
  const { sql, type } = column;
  switch (test.kind) {
    case "null":
      return type === "textList"
        ? { sql: `coalesce(${sql}, '[]') = '[]'`, params: [] }
        : { sql: `${sql} IS NULL`, params: [] };
    case "member":
      return {
        sql: `EXISTS (SELECT 1 FROM json_each(${sql}) WHERE value = ?)`,
        params: [test.text],
      };
    case "contains":
      return { sql: `${position}(${sql}, ?) > 0`, params: [test.text] };
    case "startsWith":
      return { sql: `${position}(${sql}, ?) = 1`, params: [test.text] };
    case "set":
    case "range":
      switch (type) {
        case "int64":
        case "decimal":
        case "money":
          return exactSql(column, test);
        case "date":
          return dateSql(column, test);
        default:
          return plainSql(column, test);
      }
    default:
      return test satisfies never;
  }
};

const parse = (filter: Filter, { column, ...facts }: SqlOptions): Condition =>
  conditionOf(
    filter,
    (field) => column(field)?.type,
    facts,
    (field) => column(field)?.scale,
  );

/** A free condition as 1, 0 or NULL. A whole number in a column of floats (JSON has no others) must divide like a float. */
const expressionSql = (
  { expression }: Extract<Condition, { kind: "expression" }>,
  { column, ...facts }: SqlOptions,
): Result<Sql> =>
  sqlExpression(
    expression,
    (path, { kind }) => {
      const sql = column(path.join("."))?.sql ?? "null";
      return kind === "float" ? `cast((${sql}) as real)` : `(${sql})`;
    },
    facts,
  );

/**
 * A checked filter as a condition for WHERE, ON or CASE WHEN in SQLite: true for exactly the records that are kept, false
 * or NULL for all others (so an index can serve it; write `(…) IS TRUE` where a 0 or 1 is wanted). Values are bound,
 * never spelled; text compares by code point and `contains` is case-sensitive.
 */
export const filterSql = (filter: Filter, options: SqlOptions): Sql => {
  const { column, position = "instr" } = options;
  const write = (condition: Condition, negated: boolean): Sql => {
    switch (condition.kind) {
      case "leaf": {
        const source = column(condition.field);
        const { sql, params } = source === undefined ? never : leafSql(source, condition, position);
        // IS NOT TRUE keeps the rows where the test is NULL: the exact complement.
        return negated ? { sql: `(${sql}) IS NOT TRUE`, params } : { sql: `(${sql})`, params };
      }
      case "expression": {
        const written = expressionSql(condition, options);
        if (!written.ok) throw new TypeError(`${written.error.message} Ask filterSqlFault first.`);
        const { sql, params } = written.value;
        return { sql: negated ? `(${sql}) IS NOT TRUE` : `(${sql})`, params };
      }
      case "not":
        return write(condition.part, !negated);
      case "and":
      case "or": {
        const parts = condition.parts.map((part) => write(part, negated));
        return join(parts, (condition.kind === "and") === negated ? "OR" : "AND");
      }
      default:
        return condition satisfies never;
    }
  };
  return write(parse(filter, options), false);
};

/**
 * Why a database cannot judge a checked filter: fault `filter/bad-filter` with its place in the text of a free
 * condition (the date of an instant in a zone other than UTC). Undefined where `filterSql` writes it.
 */
export const filterSqlFault = (filter: Filter, options: SqlOptions): Fault | undefined => {
  const find = (condition: Condition, path: readonly PathSegment[]): Fault | undefined => {
    switch (condition.kind) {
      case "leaf":
        return undefined;
      case "expression": {
        const written = expressionSql(condition, options);
        return written.ok ? undefined : { ...asFilterFault(written.error), path: [...path, 1] };
      }
      case "not":
        return find(condition.part, [...path, 1]);
      case "and":
      case "or":
        for (const [at, part] of condition.parts.entries()) {
          const found = find(part, [...path, at + 1]);
          if (found !== undefined) return found;
        }
        return undefined;
      default:
        return condition satisfies never;
    }
  };
  return find(parse(filter, options), []);
};
