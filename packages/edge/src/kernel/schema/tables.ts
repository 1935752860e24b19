import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";

import type { NewJob } from "../jobs/new-job.ts";

/** Where the name of an entity comes from: one name for the table, or a column that holds it. */
export type EntityName = { readonly name: string } | { readonly column: string };

/** Rows with a version and a licence of their own. Columns `company_id`, `id`, `version` are asked for. */
export interface EntityTable {
  readonly kind: "entity";
  readonly table: SQLiteTable;
  readonly entity: EntityName;
}

/** Rows that belong to a root and change only with it: columns `company_id`, `root_id`, `root_version`. */
export interface PartTable {
  readonly kind: "part";
  readonly table: SQLiteTable;
  readonly root: EntityTable;
}

/** Rows that are state as events: inserted under the root's licence, never changed or removed. */
export interface AppendTable {
  readonly kind: "append";
  readonly table: SQLiteTable;
  readonly root: EntityTable;
}

/** Rows that can be rebuilt from others. */
export interface DerivedTable {
  readonly kind: "derived";
  readonly table: SQLiteTable;
}

/** Rows outside the rule of audited change, with the reason why. */
export interface TechnicalTable {
  readonly kind: "technical";
  readonly table: SQLiteTable;
  readonly reason: string;
}

/** A full-text index (FTS5). The runner makes it, and makes it anew, empty, when its definition changed. */
export interface SearchTable {
  readonly kind: "search";
  readonly name: string;
  /** What stands in `using fts5(…)`: columns and options. */
  readonly definition: string;
  /** The job that fills it; enqueued for every company that has data when the table is made. */
  readonly refill: NewJob;
}

/** A table that migrations make. */
export type StoredTable = EntityTable | PartTable | AppendTable | DerivedTable | TechnicalTable;

export type TableClass = StoredTable | SearchTable;

/** Whether migrations make the table; the runner makes the others. */
export const isStored = (one: TableClass): one is StoredTable => one.kind !== "search";

export const isSearch = (one: TableClass): one is SearchTable => one.kind === "search";

/** The name of a table in the database. */
export const nameOf = (one: TableClass): string =>
  one.kind === "search" ? one.name : getTableConfig(one.table).name;

/** `name` is what audit rows call it: `access.user`. A table of many objects names the column instead. */
export const entity = (table: SQLiteTable, name: EntityName | string): EntityTable => ({
  kind: "entity",
  table,
  entity: typeof name === "string" ? { name } : name,
});

export const part = (table: SQLiteTable, root: EntityTable): PartTable => ({
  kind: "part",
  table,
  root,
});

export const append = (table: SQLiteTable, root: EntityTable): AppendTable => ({
  kind: "append",
  table,
  root,
});

export const derived = (table: SQLiteTable): DerivedTable => ({ kind: "derived", table });

export const technical = (table: SQLiteTable, reason: string): TechnicalTable => ({
  kind: "technical",
  table,
  reason,
});

/**
 * A full-text index by its name and what stands in `using fts5(…)`, with the job that fills it for one company. Give the
 * job a `dedupe`, so that it waits only once. Full-text follows the log, so rows are written by that job and by a
 * follower, never in a command's batch.
 *
 * @example
 * ```ts
 * search(
 *   "record_text",
 *   "company_id unindexed, object unindexed, id unindexed, text, tokenize = 'unicode61 remove_diacritics 2'",
 *   enqueue(refillRecordText, {}, { dedupe: "record_text" }),
 * );
 * ```
 */
export const search = (name: string, definition: string, refill: NewJob): SearchTable => ({
  kind: "search",
  name,
  definition,
  refill,
});
