import type { Filter, Sql } from "../../filter/index.ts";
import type { AggregateValue } from "../spec.ts";
import type { Dialect } from "./dialect.ts";
import type { Parts, State } from "./part.ts";
import { hasUnits, type NamedColumn } from "./sql-source.ts";

/** Where the leaves hold what a measure is read from: states by their number in a part, or rows that stand for records. */
export type LeafMeasure =
  | { readonly kind: "count"; readonly part: number; readonly count: number }
  | {
      readonly kind: "total";
      readonly agg: "sum" | "avg";
      readonly part: number;
      readonly count: number;
      readonly sum: number;
    }
  | {
      readonly kind: "extreme";
      readonly agg: "min" | "max";
      readonly part: number;
      readonly state: number;
    }
  | { readonly kind: "records"; readonly part: number; readonly where: Filter | undefined };

/** What measures are compiled with. */
export interface MeasureSource {
  readonly parts: Parts;
  readonly dialect: Dialect;
  /** The column of a field of the table that the database can compute with. */
  readonly column: (field: string) => NamedColumn | undefined;
  /** The columns of the table that a field is made of. */
  readonly inputs: (fields: Iterable<string>) => readonly string[];
  /** The fields that a condition asks about. */
  readonly fieldsOf: (filter: Filter) => Iterable<string>;
  /** A condition as SQL; undefined where the database cannot judge it. */
  readonly condition: (filter: Filter) => Sql | undefined;
}

/** Sums of these cannot leave 64 bits below 2^37 rows. */
const limb = "67108864";

const under = (where: Sql | undefined, value: string): Sql =>
  where === undefined
    ? { sql: value, params: [] }
    : { sql: `case when ${where.sql} then ${value} end`, params: where.params };

const wrap = (outer: (sql: string) => string, { sql, params }: Sql): Sql => ({
  sql: outer(sql),
  params,
});

const countState = (where: Sql | undefined, name: string | undefined): State => ({
  kind: "count",
  schema: { name: "count", type: "decimal", scale: 0 },
  sql: [wrap((sql) => `count(${sql})`, under(where, name ?? "1"))],
});

const sumState = (
  where: Sql | undefined,
  { name, scale = 0 }: NamedColumn,
  dialect: Dialect,
): State => {
  const low = `((${name} % ${limb} + ${limb}) % ${limb})`;
  const high = dialect.divide(`${name} - ${low}`, limb);
  const total = (part: string): Sql =>
    wrap((sql) => dialect.exact(`sum(${sql})`), under(where, part));
  return {
    kind: "sum",
    schema: { name: "sum", type: "decimal", scale },
    sql: [total(low), total(high)],
  };
};

const extremeState = (
  agg: "min" | "max",
  where: Sql | undefined,
  column: NamedColumn,
  dialect: Dialect,
): State => {
  const { name, type, scale } = column;
  const found = wrap((sql) => `${agg}(${sql})`, under(where, name));
  return {
    kind: "extreme",
    schema: { name: agg, type, ...(scale === undefined ? {} : { scale }) },
    sql: [hasUnits(column) ? wrap(dialect.exact, found) : found],
  };
};

/** Whether one state says it all: counts, exact sums, extremes of what the database knows. */
const hasState = ({ agg }: AggregateValue, column: NamedColumn | undefined): boolean => {
  switch (agg) {
    case "records":
      return true;
    case "count":
    case "min":
    case "max":
      return column !== undefined;
    case "sum":
    case "avg":
      return column !== undefined && hasUnits(column);
    default:
      return false;
  }
};

/** These need one row for each record that has a value: how often a value is there counts. */
const isRepeated = ({ agg }: AggregateValue): boolean => !["distinct", "min", "max"].includes(agg);

/** Finds the part and the states that a measure needs. */
export const compileMeasure = (value: AggregateValue, source: MeasureSource): LeafMeasure => {
  const { parts, dialect, inputs } = source;
  const { agg, field, where } = value;
  const column = field === undefined ? undefined : source.column(field);
  const condition = where === undefined ? undefined : source.condition(where);
  const isJudged = where === undefined || condition !== undefined;
  const currency = value.currency === undefined ? undefined : source.column(value.currency);
  const hasCurrency = currency !== undefined || value.currency === undefined;
  if (hasState(value, column) && isJudged && hasCurrency) {
    const byCurrency = ["sum", "avg", "min", "max"].includes(agg) && value.currency !== undefined;
    const part = parts.add({
      kind: "states",
      raw: byCurrency ? [value.currency] : [],
      where: undefined,
      repeated: false,
    });
    if (agg === "records" || agg === "count" || column === undefined) {
      const counted = agg === "count" ? column?.name : undefined;
      return { kind: "count", part, count: parts.state(part, countState(condition, counted)) };
    }
    if (agg === "min" || agg === "max") {
      const state = parts.state(part, extremeState(agg, condition, column, dialect));
      return { kind: "extreme", agg, part, state };
    }
    return {
      kind: "total",
      agg: agg === "avg" ? "avg" : "sum",
      part,
      count: parts.state(part, countState(condition, column.name)),
      sum: parts.state(part, sumState(condition, column, dialect)),
    };
  }
  const orderBy = value.orderBy ?? [];
  const judged = isJudged ? [] : source.fieldsOf(where);
  const named = [field, value.weight, value.currency].filter((one) => one !== undefined);
  const raw = inputs([...named, ...orderBy, ...judged]);
  const warns = [agg === "records" ? undefined : field, value.weight].filter(
    (one) => one !== undefined && source.column(one)?.type === "float",
  );
  const isOrdered = agg === "first" || agg === "last";
  const part = parts.add({
    kind: isOrdered ? "ordered" : "values",
    raw,
    where: condition,
    repeated: !isOrdered && isRepeated(value),
    ...(isJudged || warns.length === 0 ? {} : { warns: warns.filter((one) => one !== undefined) }),
    ...(isOrdered && field !== undefined ? { first: { which: agg, field, by: orderBy } } : {}),
  });
  return { kind: "records", part, where: isJudged ? undefined : where };
};
