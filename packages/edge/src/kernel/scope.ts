import type { CompanyId } from "@ennead/core/kernel";

import type { Database, Rows } from "./db.ts";
import type { Statement } from "./sql.ts";

const inside: unique symbol = Symbol("database");

/**
 * The right to read one company's rows. Only the kernel makes one, out of a credential or a job row, and every query
 * goes through one. It cannot write: that is the unit of work's.
 */
export interface TenantScope {
  readonly company: CompanyId;
  /** Runs the statements in one snapshot; each of them names `company` itself. */
  readonly read: (...statements: readonly Statement[]) => Promise<readonly Rows[]>;
  /** How many rows a slice of a bulk command should hold on this database. */
  readonly slice: number;
  readonly [inside]: Database;
}

/** Opens a scope. For the kernel: routes and jobs are handed one. */
export const openScope = (company: CompanyId, database: Database): TenantScope => ({
  company,
  read: (...statements) => database.read(statements),
  slice: database.slice,
  [inside]: database,
});

/** The database beneath a scope. For the kernel. */
export const databaseOf = (scope: TenantScope): Database => scope[inside];
