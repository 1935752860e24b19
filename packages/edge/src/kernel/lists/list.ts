import { expressions } from "@ennead/core/expression";
import {
  checkFilter,
  filterSql,
  filterSqlFault,
  type Filter,
  type SqlColumn,
  type SqlOptions,
} from "@ennead/core/filter";
import {
  err,
  fault,
  ok,
  type Fault,
  type Json,
  type PathSegment,
  type Result,
} from "@ennead/core/kernel";
import * as v from "valibot";

import type { RequestContext } from "../context.ts";
import type { Row } from "../db/db.ts";
import { join, raw, sql, type SqlValue, type Statement } from "../db/sql.ts";
import { longestCursor } from "./cursor.ts";
import { after, orderBy, type SortKey } from "./page.ts";
import { readFitting } from "./read-fitting.ts";

/** The query of every list. `filter` is a filter tree as JSON; `sort` names fields, a minus in front for descending. */
export const listQuery = v.strictObject({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, "A limit is a whole number from 1 to 500."),
      v.transform(Number),
      v.integer(),
      v.minValue(1, "A limit is a whole number from 1 to 500."),
      v.maxValue(500, "A limit is a whole number from 1 to 500."),
    ),
  ),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(longestCursor))),
  sort: v.optional(v.pipe(v.string(), v.maxLength(400))),
  filter: v.optional(v.pipe(v.string(), v.maxLength(8192))),
  total: v.optional(v.picklist(["true", "false"])),
});

export type ListQuery = v.InferOutput<typeof listQuery>;

/** The answer of a list of such items. */
export const pageSchema = <S extends v.GenericSchema<unknown, unknown>>(
  item: S,
): v.GenericSchema<unknown, unknown> =>
  v.strictObject({
    items: v.array(item),
    next: v.nullable(v.string()),
    total: v.optional(v.number()),
  });

/** How the first key of an order is walked by an index of its own. */
export interface Walk {
  /** What stands after `from`. */
  readonly table: Statement;
  /** Further conditions of the join. */
  readonly where: Statement;
  readonly expression: Statement;
  /** The id as that index holds it. */
  readonly id: Statement;
}

/** What any list may answer. */
export const listFaults: readonly Fault["code"][] = [
  "access/scope-changed",
  "kernel/bad-cursor",
  "kernel/unknown-sort",
  "filter/unknown-field",
  "filter/bad-filter",
  "filter/too-deep",
  "filter/too-large",
];

/** What can be listed: rows of one company that the actor may see. */
export interface ListSource {
  /** Binds cursors to this list. */
  readonly name: string;
  /** What stands after `from`; its rows have `company_id` and `id`. */
  readonly table: Statement;
  /** The scope of the actor, besides the company: `raw("1")` for every row. */
  readonly where: Statement;
  /** What may be filtered and sorted by; a field that one may not read is absent. */
  readonly columns: ReadonlyMap<string, SqlColumn>;
  /** Fields that are shown masked: what is found by them would tell their values. */
  readonly masked?: ReadonlySet<string>;
  /** Sort unless the caller names another one. */
  readonly sort: string;
  /** Columns answered; all of the table unless given. */
  readonly select?: Statement;
  /** Bytes of a row, where rows can be large: a page holds fewer of them than asked for rather than more than fits. */
  readonly size?: Statement;
  /** Written before `company_id` and `id` where the table has an alias (`r.`). */
  readonly alias?: string;
  /** A field whose order is that of the ids: ids are made of the time of creation. */
  readonly likeId?: string;
  /** Fields whose texts may be longer than a cursor carries: they are sorted by how they begin. */
  readonly long?: ReadonlySet<string>;
  /** How an index walks the first field of an order, if one does. */
  readonly walk?: (field: string) => Walk | undefined;
  /** A condition of the filter's outermost `and` that an index can answer. */
  readonly indexed?: (condition: Filter, options: SqlOptions) => Statement | undefined;
  readonly timeZone?: string;
  /** Further parameters of the address that tell which list it is. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A page of rows as the database holds them. */
export interface RowPage {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly total?: number;
}

interface Order {
  readonly name: string;
  readonly descending: boolean;
}

const notFilterable = (name: string, path: readonly PathSegment[]): Fault =>
  fault(
    "access/field-not-filterable",
    `You see ${name} masked, so you may not filter or sort by it.`,
    path,
  );

const parseSort = (source: ListSource, text: string): Result<readonly Order[]> => {
  const orders: Order[] = [];
  for (const part of text.split(",")) {
    const descending = part.startsWith("-");
    const name = descending ? part.slice(1) : part;
    const type = source.columns.get(name)?.type;
    if (source.masked?.has(name) === true) return err(notFilterable(name, ["sort"]));
    if (type === undefined || type === "textList") {
      return err(
        fault(
          "kernel/unknown-sort",
          `There is no field ${JSON.stringify(name.slice(0, 70))} to sort by.`,
          ["sort"],
        ),
      );
    }
    if (orders.some((one) => one.name === name)) {
      return err(fault("kernel/unknown-sort", `${name} is named twice.`, ["sort"]));
    }
    orders.push({ name, descending });
    if (orders.length > 4) {
      return err(
        fault("kernel/unknown-sort", "A list is sorted by at most four fields.", ["sort"]),
      );
    }
  }
  return ok(orders);
};

const valueAt = (value: unknown, path: readonly PathSegment[]): unknown =>
  path.reduce<unknown>(
    (inner, step) => (Array.isArray(inner) ? inner[Number(step)] : undefined),
    value,
  );

/** What was taken for a field: the place itself, or the part of a free condition that the fault speaks of. */
const unknownName = (tree: unknown, { path = [], detail }: Fault): unknown => {
  const named = valueAt(tree, path);
  const { from, to } = detail ?? {};
  return typeof named === "string" && typeof from === "number" && typeof to === "number"
    ? named.slice(from, to).trim()
    : named;
};

const parseFilter = (
  source: ListSource,
  text: string | undefined,
  options: SqlOptions,
): Result<Filter | undefined, readonly Fault[]> => {
  if (text === undefined) return ok(undefined);
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch {
    return err([fault("filter/bad-filter", "The filter is no JSON.", ["filter"])]);
  }
  const checked = checkFilter(tree, (field) => source.columns.get(field)?.type, {
    expressions,
    scaleOf: (field) => source.columns.get(field)?.scale,
  });
  const inSql = checked.ok ? filterSqlFault(checked.value, options) : undefined;
  const faults = checked.ok ? (inSql === undefined ? [] : [inSql]) : checked.error;
  return checked.ok && faults.length === 0
    ? checked
    : err(
        faults.map((one) => {
          const path = ["filter", ...(one.path ?? [])];
          const name = one.code === "filter/unknown-field" ? unknownName(tree, one) : undefined;
          return typeof name === "string" && source.masked?.has(name) === true
            ? notFilterable(name, path)
            : { ...one, path };
        }),
      );
};

/** The conditions that all must hold: the parts of an outermost `and`, or the filter itself. */
const conditions = (filter: Filter): readonly Filter[] =>
  filter[0] === "and" ? (filter.slice(1) as unknown as readonly Filter[]) : [filter];

const filterStatement = (
  source: ListSource,
  filter: Filter | undefined,
  options: SqlOptions,
): Statement => {
  if (filter === undefined) return raw("1");
  return join(
    conditions(filter).map((one) => {
      const indexed = source.indexed?.(one, options);
      if (indexed !== undefined) return indexed;
      const { sql: text, params } = filterSql(one, options);
      return { sql: text, args: params };
    }),
    " and ",
  );
};

/** Where a list begins: a reference to be resolved against the address of the page. */
const firstPage = ({ parameters: own }: ListSource, query: ListQuery): string => {
  const { cursor: _, limit, ...asked } = query;
  const parameters = new URLSearchParams(own);
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) parameters.set(name, value);
  }
  if (limit !== undefined) parameters.set("limit", String(limit));
  return `?${parameters}`;
};

/** How many characters of a long text count in an order. Four of them fit a cursor, whatever they are. */
const sortedLength = 255;

const neverEmpty: ReadonlySet<string> = new Set(["createdAt", "updatedAt", "id"]);

// Values that an index holds come back as text where a double would lose digits.
const positionOf = (row: Row, count: number): SqlValue[] =>
  Array.from({ length: count }, (_, at): SqlValue => {
    const value = row[`sort_${at}`] ?? null;
    if (value instanceof ArrayBuffer) return new Uint8Array(0);
    return row[`sort_type_${at}`] === "integer" ? BigInt(String(value)) : value;
  });

/**
 * One page of a list, filtered, sorted and counted within the actor's scope. Faults: `kernel/bad-cursor`,
 * `access/scope-changed` with a link to the first page, `kernel/unknown-sort`, and those of `checkFilter`. Empty values
 * come last ascending and first descending. Rows that come or go between two pages shift nothing: a cursor names the last
 * row, not a number of rows.
 */
export const listRows = async (
  context: RequestContext,
  source: ListSource,
  query: ListQuery,
): Promise<Result<RowPage, Fault | readonly Fault[]>> => {
  const limit = query.limit ?? 50;
  const sortText = query.sort ?? source.sort;
  const orders = parseSort(source, sortText);
  if (!orders.ok) return orders;
  const options: SqlOptions = {
    now: context.now,
    expressions,
    ...(source.timeZone === undefined ? {} : { timeZone: source.timeZone }),
    column: (field) => source.columns.get(field),
  };
  const filter = parseFilter(source, query.filter, options);
  if (!filter.ok) return filter;

  const alias = source.alias ?? "";
  const own = raw(`${alias}id`);
  const [first] = orders.value;
  const last = orders.value.at(-1);
  const isLong = (name: string): boolean => source.long?.has(name) === true;
  const walk = first === undefined || isLong(first.name) ? undefined : source.walk?.(first.name);
  const id = walk?.id ?? own;
  const down = last?.descending === true;
  // The id comes last in every order, so it need not be said twice.
  const byId = last?.name === "id" || (last !== undefined && last.name === source.likeId);
  const sorted = (byId ? orders.value.slice(0, -1) : orders.value).map(
    ({ name, descending }, at): SortKey => {
      const column = source.columns.get(name)?.sql ?? "null";
      if (at === 0 && walk !== undefined) return { descending, expression: walk.expression };
      // A column that is never empty is sorted as it is, so that an index on it serves.
      const sortable = isLong(name) ? `substr(${column}, 1, ${sortedLength})` : column;
      const expression = neverEmpty.has(name) ? column : `coalesce(${sortable}, x'')`;
      return { descending, expression: raw(expression) };
    },
  );

  const table = walk?.table ?? source.table;
  const where = sql`${raw(`${alias}company_id`)} = ${context.company} and (${source.where})
    and ${walk?.where ?? raw("1")} and (${filterStatement(source, filter.value, options)})`;
  const bound = JSON.stringify([
    source.name,
    context.company,
    context.principal.actor,
    context.principal.onBehalfOf ?? null,
    sortText,
    query.filter ?? "",
  ]);
  const { stamp } = context.principal;
  let from: Statement = raw("1");
  if (query.cursor !== undefined) {
    const position = await context.services.cursors.read(bound, stamp, query.cursor);
    if (!position.ok) {
      return position.error.code === "access/scope-changed"
        ? err({ ...position.error, detail: { first: firstPage(source, query) } })
        : position;
    }
    from = after(sorted, id, position.value.values, position.value.id, down);
  }
  const marks = sorted.map(
    ({ expression }, at) =>
      sql`, typeof(${expression}) as ${raw(`sort_type_${at}`)}, case typeof(${expression})
        when 'integer' then cast(${expression} as text) else ${expression} end as ${raw(`sort_${at}`)}`,
  );
  const page = sql`select ${source.select ?? raw("*")}${join(marks, "")}, ${source.size ?? raw("0")} as row_size from ${table}
    where ${where} and (${from}) order by ${orderBy(sorted, id, down)} limit ${limit + 1}`;
  const count = sql`select count(*) as total from ${table} where ${where}`;
  const counts = query.total === "true" ? [count] : [];
  const [found, counted] = await readFitting(context.scope, page, counts);
  const rows = found?.rows ?? [];
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  const rowCount = Number(end?.["row_count"] ?? rows.length);
  return ok({
    rows: items,
    next:
      end !== undefined && rowCount > items.length
        ? await context.services.cursors.write(bound, stamp, {
            values: positionOf(end, sorted.length),
            id: String(end["id"]),
          })
        : null,
    ...(counted === undefined ? {} : { total: Number(counted.rows[0]?.["total"] ?? 0) }),
  });
};

/** A page of items as it is answered. */
export const pageJson = ({ next, total }: RowPage, items: readonly Json[]): Json => ({
  items,
  next,
  ...(total === undefined ? {} : { total }),
});
