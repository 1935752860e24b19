import type { SQLiteTable } from "drizzle-orm/sqlite-core";

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

export type TableClass = EntityTable | PartTable | AppendTable | DerivedTable | TechnicalTable;

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
