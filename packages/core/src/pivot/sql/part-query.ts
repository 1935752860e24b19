import type { Sql, SqlValue } from "../../filter/index.ts";
import { quoted, type Dialect } from "./dialect.ts";
import type { Part } from "./part.ts";
import type { PivotQuery, SqlPivotOptions } from "./sql-options.ts";
import { hasUnits, type NamedColumn } from "./sql-source.ts";

/** What the queries of one report share. */
export interface QueryContext {
  readonly options: SqlPivotOptions;
  readonly dialect: Dialect;
  /** The columns of the table by field. */
  readonly columns: ReadonlyMap<string, NamedColumn>;
  /** Conditions of measures, each written once however many states ask for it: names and what is 1 where they hold. */
  readonly conditions: ReadonlyMap<string, Sql>;
  readonly filter: Sql | undefined;
  /** What places a record on both axes, and the fields that are read of each group for it. */
  readonly keys: readonly Sql[];
  readonly keyFields: readonly string[];
  readonly universe: { readonly keys: readonly Sql[]; readonly fields: readonly string[] };
  /** Floats that the reader is warned about. */
  readonly nonFinite: {
    readonly grouped: readonly string[];
    readonly measured: readonly { readonly field: string; readonly where: Sql | undefined }[];
  };
  readonly mostGroups: number;
}

/** A query and what its rows hold: records, records with numbers that are not finite, order, fields, states. */
export interface CompiledPart {
  readonly part: Part;
  readonly query: PivotQuery;
  readonly fields: readonly NamedColumn[];
}

/** Joins pieces of SQL; their values keep the order in which they are written. */
const joined = (pieces: readonly Sql[], between: string): Sql => ({
  sql: pieces.map(({ sql }) => sql).join(between),
  params: pieces.flatMap(({ params }) => params),
});

const plain = (sql: string): Sql => ({ sql, params: [] });

const listed = (before: string, pieces: readonly Sql[], between: string): readonly Sql[] =>
  pieces.length === 0 ? [] : [plain(before), joined(pieces, between)];

/** With its table, because SQLite takes a quoted name that no column has for a text. */
const raw = ({ column, sql, field }: NamedColumn): string => sql ?? `t.${quoted(column ?? field)}`;

const isFloatOfTable = ({ type, computed }: NamedColumn): boolean =>
  type === "float" && computed === undefined;

/** Days are texts that sort by time. */
const isText = ({ type }: NamedColumn): boolean => type === "text" || type === "date";

/**
 * The rows that the caller may see, as `s`: columns under short names, and one step for each that is computed from them.
 * What is not finite has no value.
 */
const rowsInScope = ({ options, columns, conditions, dialect }: QueryContext): Sql => {
  const { table, scope, order, readOnce = false } = options;
  const all = [...columns.values()];
  const ofTable = all.filter(({ computed }) => computed === undefined);
  const selected = ofTable.flatMap((column) =>
    isFloatOfTable(column)
      ? [`${dialect.finite(raw(column))} as ${column.name}`, `${raw(column)} as ${column.name}r`]
      : [`${isText(column) ? dialect.text(raw(column)) : raw(column)} as ${column.name}`],
  );
  if (order !== undefined) selected.push(`${order} as o`);
  if (selected.length === 0) selected.push("1 as one");
  const from =
    typeof table === "string" ? plain(quoted(table)) : joined([plain("("), table, plain(")")], "");
  const computed = all.flatMap((column) =>
    column.computed === undefined ? [] : [[column.name, column.computed] as const],
  );
  const steps = [
    joined(
      [
        plain(`select ${selected.join(", ")} from`),
        from,
        plain("as t where ("),
        scope,
        plain(`)${readOnce ? dialect.once : ""}`),
      ],
      " ",
    ),
    ...[...computed, ...conditions].map(([name, value], step) =>
      joined([plain("select *,"), value, plain(`as ${name} from step${step}`)], " "),
    ),
  ];
  const named = steps.map((step, at) =>
    joined([plain(at === steps.length - 1 ? "s as (" : `step${at} as (`), step, plain(")")], ""),
  );
  return joined([plain("with"), joined(named, ", ")], " ");
};

/** How many records of a group hold a number that is not finite where the report reads it. */
const nonFiniteCount = (part: Part, { columns, nonFinite }: QueryContext): Sql => {
  const test = (field: string): string | undefined => {
    const column = columns.get(field);
    return column !== undefined && isFloatOfTable(column)
      ? `(${column.name}r is not null and ${column.name} is null)`
      : undefined;
  };
  const tests: Sql[] = [];
  const isReport = part.kind === "states" && part.raw.length === 0;
  for (const field of isReport ? nonFinite.grouped : (part.warns ?? [])) {
    const found = test(field);
    if (found !== undefined) tests.push(plain(found));
  }
  for (const { field, where } of isReport ? nonFinite.measured : []) {
    const found = test(field);
    if (found !== undefined) {
      tests.push(
        where === undefined
          ? plain(found)
          : joined([plain(`(${found} and`), where, plain(")")], " "),
      );
    }
  }
  if (tests.length === 0) return plain("0");
  return joined([plain("count(case when"), joined(tests, " or "), plain("then 1 end)")], " ");
};

const readOf = (column: NamedColumn, value: string, { dialect }: QueryContext): string =>
  hasUnits(column) || column.type === "timestamp" ? dialect.exact(value) : value;

const finished = (
  { sql, params }: Sql,
  columns: number,
  { dialect, mostGroups }: QueryContext,
): PivotQuery => ({
  sql: dialect.numbered(`${sql} limit ${mostGroups + 1}`, params),
  params: params.map((value): SqlValue => dialect.bind(value)),
  columns,
});

/** Records, records that are not finite, order: what stands in every row before its fields. */
const headColumns = 3;

/** The deciding record of each group, where the database knows all that decides. */
const windowQuery = (
  { where, first, warns }: Part,
  fields: readonly NamedColumn[],
  context: QueryContext,
): Sql | undefined => {
  const { columns, keys, filter, dialect } = context;
  if (first === undefined || warns !== undefined) return undefined;
  const found = [first.field, ...first.by].map((field) => columns.get(field));
  const decisive = found.filter((column) => column !== undefined && column.text !== true);
  if (decisive.length < found.length) return undefined;
  const names = decisive.flatMap((column) => (column === undefined ? [] : [column.name]));
  const direction = first.which === "first" ? "asc" : "desc";
  const order = [...names.slice(1), "o"].map((name) => plain(`${name} ${direction}`));
  const present = names.map((name) => plain(`${name} is not null`));
  const conditions = [...[filter, where].filter((one) => one !== undefined), ...present];
  const read = fields.map((column) => readOf(column, column.name, context));
  return joined(
    [
      rowsInScope(context),
      plain(
        `select ${["1", "0", dialect.exact("o"), ...read].join(", ")} from (select *, row_number() over (`,
      ),
      ...listed("partition by", keys, ", "),
      ...listed("order by", order, ", "),
      plain(") as place from s"),
      ...listed("where", conditions, " and "),
      plain(") as placed where place = 1"),
    ],
    " ",
  );
};

const groupQuery = (part: Part, fields: readonly NamedColumn[], context: QueryContext): Sql => {
  const { columns, keys, universe, filter, dialect } = context;
  const { kind, first, where, states } = part;
  const rawKeys = part.raw.flatMap((field) => columns.get(field)?.name ?? []).map(plain);
  const grouped = kind === "universe" ? universe.keys : [...keys, ...rawKeys];
  const conditions = [filter, where].filter((one) => one !== undefined && kind !== "universe");
  const place =
    first === undefined ? "null" : dialect.exact(`${first.which === "first" ? "min" : "max"}(o)`);
  const selected = [
    plain(dialect.exact("count(*)")),
    nonFiniteCount(part, context),
    plain(place),
    ...fields.map((column) => {
      const isKey = grouped.some(({ sql }) => sql === column.name);
      return plain(readOf(column, isKey ? column.name : `min(${column.name})`, context));
    }),
    ...states.flatMap(({ sql }) => sql),
  ];
  return joined(
    [
      rowsInScope(context),
      plain("select"),
      joined(selected, ", "),
      plain("from s"),
      ...listed(
        "where",
        conditions.filter((one) => one !== undefined),
        " and ",
      ),
      ...listed("group by", grouped, ", "),
    ],
    " ",
  );
};

/** The query of a part. */
export const partQuery = (part: Part, context: QueryContext): CompiledPart => {
  const { columns, keyFields, universe } = context;
  const names =
    part.kind === "universe" ? universe.fields : [...new Set([...keyFields, ...part.raw])];
  const fields = names.flatMap((field) => columns.get(field) ?? []);
  const placed = windowQuery(part, fields, context);
  const states = part.states.flatMap(({ sql }) => sql).length;
  const count = headColumns + fields.length + (placed === undefined ? states : 0);
  const sql = placed ?? groupQuery(part, fields, context);
  return { part, query: finished(sql, count, context), fields };
};
