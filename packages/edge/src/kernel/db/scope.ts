import type { CompanyId } from "@ennead/core/kernel";

import type { Database, Rows } from "./db.ts";
import type { Statement } from "./sql.ts";

const inside: unique symbol = Symbol("database");

/**
 * Throws on a statement that neither names `company_id` nor binds this company: whoever wrote it forgot whose rows it
 * is about. It cannot tell a wrong condition from a right one; it makes forgetting impossible to miss.
 */
export const assertScoped = (company: CompanyId, statements: readonly Statement[]): void => {
  for (const { sql, args } of statements) {
    if (!args.includes(company) || !sql.includes("company_id")) {
      throw new Error(`A statement is not bound to its company: ${sql.slice(0, 200)}`);
    }
  }
};

/**
 * The right to read one company's rows. Only the kernel makes one, out of a credential or a job row, and every query
 * goes through one. It cannot write: that is the unit of work's.
 */
export interface TenantScope {
  readonly company: CompanyId;
  /** Runs the statements in one snapshot; each of them names `company` itself, and one that does not throws. */
  readonly read: (...statements: readonly Statement[]) => Promise<readonly Rows[]>;
  /** How many rows a slice of a bulk command should hold on this database. */
  readonly slice: number;
  readonly [inside]: Database;
}

/** Opens a scope. For the kernel: routes and jobs are handed one. */
export const openScope = (company: CompanyId, database: Database): TenantScope => ({
  company,
  read: async (...statements) => {
    assertScoped(company, statements);
    return await database.read(statements);
  },
  slice: database.slice,
  [inside]: database,
});

/** The database beneath a scope. For the kernel. */
export const databaseOf = (scope: TenantScope): Database => scope[inside];
