import type { CompanyId } from "@ennead/core/kernel";

import type { SqlValue, Statement } from "./sql.ts";

export type Row = Readonly<Record<string, SqlValue>>;

/** What one statement answered: its rows, and how many rows it wrote. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly changes: number;
}

/** One database. There are no interactive transactions: a batch is the only way to write. */
export interface Database {
  /** How many rows a slice of a bulk command should hold: a batch on a file blocks its process while it runs. */
  readonly slice: number;
  /** Runs the statements in one consistent snapshot. */
  read(statements: readonly Statement[]): Promise<readonly Rows[]>;
  /** Runs the statements as one atomic batch: all of them, or none. Refusals are `DatabaseError`s. */
  write(statements: readonly Statement[]): Promise<readonly Rows[]>;
  close(): Promise<void>;
}

/** The database of each company: the same one for all, or one for each. */
export interface TenantDb {
  /** The same object for the same database each time. Rejects when the company has no database here. */
  for(company: CompanyId): Promise<Database>;
  /** Every database once, for migrations, health and ticks. */
  all(): AsyncIterable<Database>;
  close(): Promise<void>;
}

/**
 * Why a database refused. `refused`: a trigger or constraint said no, nothing was written. `busy`: another writer held
 * the lock, nothing was written. `unknown`: the connection was lost, it may or may not have been written. `failed`: it
 * cannot store anything (full, read-only, damaged, closed), nothing was written, and asking again at once is of no use.
 * `too-large`: a value or an answer is larger than it carries, nothing was written; a smaller portion may pass.
 */
export type DatabaseErrorKind = "refused" | "busy" | "unknown" | "failed" | "too-large";

export class DatabaseError extends Error {
  readonly kind: DatabaseErrorKind;
  /** Index of the statement that was refused; undefined when COMMIT was. */
  readonly statement: number | undefined;
  constructor(kind: DatabaseErrorKind, message: string, statement?: number) {
    super(message);
    this.name = "DatabaseError";
    this.kind = kind;
    this.statement = statement;
  }
}

/** One database that all companies share. */
export const sharedDb = (database: Database): TenantDb => ({
  for: () => Promise.resolve(database),
  all: async function* all() {
    yield database;
  },
  close: () => database.close(),
});
