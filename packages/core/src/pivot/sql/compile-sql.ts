import {
  conditionTexts,
  filterSql,
  filterSqlFault,
  type Filter,
  type Sql,
  type SqlOptions,
} from "../../filter/index.ts";
import { err, fault, ok, shown, type Result } from "../../kernel/index.ts";
import type { CheckedSpec } from "../checked.ts";
import { isAggregate, type Dim } from "../spec.ts";
import { dialects } from "./dialect.ts";
import { fieldInputs } from "./field-inputs.ts";
import { groupKey } from "./group-key.ts";
import { compileMeasure } from "./leaf-measure.ts";
import { leavesOf } from "./leaves.ts";
import { namedColumns, prunedSpec } from "./named-columns.ts";
import { partQuery, type QueryContext } from "./part-query.ts";
import { Parts } from "./part.ts";
import { resultOfLeaves } from "./result-of-leaves.ts";
import type { CompiledPivot, SqlPivotOptions } from "./sql-options.ts";
import type { NamedColumn } from "./sql-source.ts";

/** The conditions that all must hold. */
const conjuncts = (filter: Filter | undefined): readonly Filter[] => {
  if (filter === undefined) return [];
  return filter[0] === "and" ? (filter.slice(1) as readonly Filter[]).flatMap(conjuncts) : [filter];
};

const all = (filters: readonly Filter[]): Filter | undefined =>
  filters.length === 0 ? undefined : ["and", ...filters];

/**
 * Compiles a checked spec to grouping queries whose answers the engine itself makes a report of: it buckets, folds totals,
 * takes members out, computes formulas and sorts as over records, so the cells are the same. The queries group by keys
 * that are never coarser than the members of the report. Counts, exact sums and extremes come as one state per group;
 * measures that must see values (`distinct`, quantiles, `mode`, sums of floats, weighted averages, spreads) as values with
 * how often they are there; `first` and `last` as the deciding records.
 *
 * `scope` stands beneath everything; a spec cannot reach around it. Faults: `pivot/not-in-sql` names what cannot be
 * pushed down: a field without a column, a formula or join that does not fit, `first` and `last` without `order`.
 */
export const compileSql = (spec: CheckedSpec, options: SqlPivotOptions): Result<CompiledPivot> => {
  const { facts, order, mostGroups = 2_000_000 } = options;
  const dialect = dialects[options.dialect];
  const inputs = fieldInputs(spec, options, facts, dialect);
  if (!inputs.ok) return inputs;
  const found = namedColumns(spec, inputs.value, options);
  if (!found.ok) return found;
  const columns = found.value;
  const column = (field: string): NamedColumn | undefined => {
    const own = columns.get(field);
    return own?.text === true ? undefined : own;
  };
  const inputsOf = (fields: Iterable<string>): readonly string[] => [
    ...new Set([...fields].flatMap((field) => [...inputs.value.of(field)])),
  ];
  const zoned = {
    now: facts.now,
    timeZone: spec.timeZone ?? "UTC",
    weekStart: spec.weekStart ?? 1,
    ...(facts.expressions === undefined ? {} : { expressions: facts.expressions }),
  };
  const { fieldsOf } = inputs.value;
  const asFilter: SqlOptions = {
    ...zoned,
    position: dialect.position,
    column: (field) => {
      const own = column(field);
      return own === undefined ? undefined : { ...own, sql: own.name };
    },
  };
  const condition = (filter: Filter): Sql | undefined => {
    if ([...fieldsOf(filter)].some((field) => column(field) === undefined)) return undefined;
    if (conditionTexts(filter).length > 0) {
      const isSql = dialect.hasExpressions && filterSqlFault(filter, asFilter) === undefined;
      if (!isSql) return undefined;
    }
    return filterSql(filter, asFilter);
  };
  const conditions = new Map<string, Sql>();
  const names = new Map<string, string>();
  const named = (filter: Filter): Sql | undefined => {
    const sql = condition(filter);
    if (sql === undefined) return undefined;
    const key = JSON.stringify(filter);
    const name = names.get(key) ?? `w${names.size}`;
    names.set(key, name);
    conditions.set(name, { sql: `case when ${sql.sql} then 1 end`, params: sql.params });
    return { sql: `${name} = 1`, params: [] };
  };
  const parts = new Parts();
  parts.add({ kind: "states", raw: [], where: undefined, repeated: false });
  const aggregates = spec.values.filter(isAggregate);
  const unordered = aggregates.find(({ agg }) => agg === "first" || agg === "last");
  if (unordered !== undefined && order === undefined) {
    const message = `${shown(unordered.name)} asks for the ${unordered.agg} record, and the source has no order.`;
    return err(
      fault("pivot/not-in-sql", message, ["values", spec.values.indexOf(unordered), "agg"]),
    );
  }
  const measures = new Map(
    aggregates.map((value) => [
      value,
      compileMeasure(value, {
        parts,
        dialect,
        column,
        inputs: inputsOf,
        fieldsOf,
        condition: named,
      }),
    ]),
  );
  const dims = [...spec.rows, ...spec.cols];
  const filled = dims.filter(({ fill, top }) => fill === "all" && top === undefined);
  const universe =
    filled.length === 0
      ? undefined
      : parts.add({ kind: "universe", raw: [], where: undefined, repeated: false });

  const filters = conjuncts(spec.filter).map((filter) => ({ filter, sql: condition(filter) }));
  const kept = all(filters.flatMap(({ filter, sql }) => (sql === undefined ? [filter] : [])));
  const pushed = all(filters.flatMap(({ filter, sql }) => (sql === undefined ? [] : [filter])));
  const keysOf = (levels: readonly Dim[]): readonly Sql[] =>
    levels.flatMap(({ field, bucket }) => {
      const own = columns.get(field);
      if (own !== undefined) return [groupKey(bucket, own, spec, dialect)];
      return inputsOf([field]).map((input): Sql => ({
        sql: columns.get(input)?.name ?? "null",
        params: [],
      }));
    });
  const held = kept === undefined ? [] : inputsOf(fieldsOf(kept));
  const nameOf = (field: string): string => columns.get(field)?.name ?? "null";
  const context: QueryContext = {
    options,
    dialect,
    columns,
    conditions,
    filter: pushed === undefined ? undefined : condition(pushed),
    keys: [...keysOf(dims), ...held.map((field): Sql => ({ sql: nameOf(field), params: [] }))],
    keyFields: [...new Set([...inputsOf(dims.map(({ field }) => field)), ...held])],
    universe: { keys: keysOf(filled), fields: inputsOf(filled.map(({ field }) => field)) },
    nonFinite: {
      grouped: dims.map(({ field }) => field),
      measured: aggregates.flatMap(({ agg, field, weight, where }) => {
        const judged = where === undefined ? undefined : named(where);
        if (where !== undefined && judged === undefined) return [];
        return [agg === "records" ? undefined : field, weight].flatMap((one) =>
          one === undefined ? [] : [{ field: one, where: judged }],
        );
      }),
    },
    mostGroups,
  };
  const compiled = parts.all.map((part) => partQuery(part, context));
  const leafSpec = prunedSpec(spec, inputs.value);
  return ok({
    queries: compiled.map(({ query }) => query),
    decode: (answers) => {
      const leaves = leavesOf(compiled, answers, [...columns.values()], mostGroups);
      return leaves.ok
        ? resultOfLeaves(leafSpec, { leaves: leaves.value, measures, kept, universe, facts })
        : leaves;
    },
  });
};
