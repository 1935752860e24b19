import { checkFilter, filterSql, type Filter, type SqlColumn } from "@ennead/core/filter";
import { err, fault, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";
import * as v from "valibot";

import type { Row } from "./db.ts";
import { after, orderBy, type SortKey } from "./page.ts";
import type { RequestContext } from "./scope.ts";
import { join, raw, sql, type SqlValue, type Statement } from "./sql.ts";

/** The query parameters that every list takes. */
export const listQuery = v.strictObject({
  limit: v.optional(v.pipe(v.string(), v.regex(/^(?:[1-9]\d?|[1-4]\d\d|500)$/))),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  sort: v.optional(v.pipe(v.string(), v.maxLength(512))),
  filter: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  total: v.optional(v.picklist(["true", "false"])),
});

export type ListQuery = v.InferOutput<typeof listQuery>;

/** A page as OpenAPI describes it. */
export const pageSchema = <T extends v.GenericSchema>(item: T) =>
  v.strictObject({
    items: v.array(item),
    next: v.nullable(v.string()),
    total: v.optional(v.number()),
  });

/** A list over one table with columns `company_id` and `id`. All SQL text in it is ours. */
export interface ListSource {
  /** Binds cursors to this list. */
  readonly name: string;
  readonly table: Statement;
  /** What the caller may see, besides being of the company. */
  readonly where: Statement;
  /** What the caller may filter and sort by. */
  readonly columns: ReadonlyMap<string, SqlColumn>;
  /** Used when the caller asks for no order: "-createdAt,name". */
  readonly sort: string;
}

export interface RowPage {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly total?: number;
}

/** The answer of a list. */
export const pageJson = ({ next, total }: RowPage, items: readonly Json[]): Json => ({
  items,
  next,
  ...(total === undefined ? {} : { total }),
});

const defaultLimit = 50;
const mostKeys = 4;

// An empty value is the empty blob, which SQLite sorts after every number and text.
const sortKeys = (source: ListSource, sort: string): Result<readonly SortKey[]> => {
  const keys: SortKey[] = [];
  for (const part of sort.split(",")) {
    const descending = part.startsWith("-");
    const column = source.columns.get(descending ? part.slice(1) : part);
    if (column === undefined || keys.length === mostKeys) {
      return err(
        fault(
          "kernel/bad-request",
          `Sort by at most ${mostKeys} of the list's fields, like "-createdAt,name".`,
          ["sort"],
        ),
      );
    }
    keys.push({ expression: raw(`coalesce(${column.sql}, x'')`), descending });
  }
  return ok(keys);
};

const parseFilter = (source: ListSource, text: string): Result<Filter | null, readonly Fault[]> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err([fault("kernel/bad-request", "A filter is JSON.", ["filter"])]);
  }
  const checked = checkFilter(value, (field) => source.columns.get(field)?.type);
  if (checked.ok) return checked;
  return err(checked.error.map((one) => ({ ...one, path: ["filter", ...(one.path ?? [])] })));
};

/**
 * One page of a list, filtered and sorted by the caller's query, keyset by keyset. Faults: `kernel/bad-request`,
 * `kernel/bad-cursor` and those of filters. The total counts what the caller may see and asked for.
 */
export const listRows = async (
  context: RequestContext,
  source: ListSource,
  query: ListQuery,
): Promise<Result<RowPage, Fault | readonly Fault[]>> => {
  const order = query.sort ?? source.sort;
  const keys = sortKeys(source, order);
  if (!keys.ok) return keys;
  const filter = query.filter === undefined ? ok(null) : parseFilter(source, query.filter);
  if (!filter.ok) return filter;
  const chosen =
    filter.value === null
      ? []
      : [filterSql(filter.value, { column: (name) => source.columns.get(name), now: context.now })];
  const conditions: readonly Statement[] = [
    sql`company_id = ${context.company}`,
    source.where,
    ...chosen.map((one): Statement => ({ sql: `(${one.sql})`, args: one.params })),
  ];
  const binding = JSON.stringify([
    source.name,
    order,
    query.filter ?? null,
    context.principal.actor,
    context.principal.stamp,
  ]);
  const { cursors } = context.services;
  const position =
    query.cursor === undefined ? ok(null) : await cursors.read(binding, query.cursor);
  if (!position.ok) return position;
  const id = raw("id");
  const beyond =
    position.value === null
      ? []
      : [sql`(${after(keys.value, id, position.value.values, position.value.id)})`];
  const limit = query.limit === undefined ? defaultLimit : Number(query.limit);
  const names = keys.value.map(({ expression }, at) => sql`${expression} as ${raw(`key_${at}`)}`);
  const [page, count] = await context.scope.read(
    sql`select *, ${join(names, ", ")} from ${source.table}
      where ${join([...conditions, ...beyond], " and ")}
      order by ${orderBy(keys.value, id)} limit ${limit + 1}`,
    ...(query.total === "true"
      ? [sql`select count(*) as total from ${source.table} where ${join(conditions, " and ")}`]
      : []),
  );
  const rows = (page?.rows ?? []).slice(0, limit);
  const last = rows.at(-1);
  const more = (page?.rows.length ?? 0) > limit;
  const next =
    more && last !== undefined
      ? await cursors.write(binding, {
          values: keys.value.map((_, at): SqlValue => last[`key_${at}`] ?? null),
          id: String(last["id"]),
        })
      : null;
  return ok({
    rows,
    next,
    ...(count === undefined ? {} : { total: Number(count.rows[0]?.["total"] ?? 0) }),
  });
};
