import { DatabaseError, type Database, type Rows, type TenantDb } from "../db/db.ts";
import type { Statement } from "../db/sql.ts";
import type { Registry } from "./registry.ts";

const writesAudit = /insert into audit_event\(/;

/** The databases as they are, counting what goes wrong in them and which events were written. */
export const observedDb = (db: TenantDb, metrics: Registry): TenantDb => {
  const errors = metrics.counter({
    name: "ennead_database_errors_total",
    help: "Batches that a database refused or did not answer, by kind: a refusal is part of deciding again.",
    labels: ["kind"],
  });
  const events = metrics.counter({
    name: "ennead_audit_events_total",
    help: "Audit events written.",
  });
  const counted = async (work: Promise<readonly Rows[]>): Promise<readonly Rows[]> => {
    try {
      return await work;
    } catch (error) {
      errors.add([error instanceof DatabaseError ? error.kind : "other"]);
      throw error;
    }
  };
  const observed = (database: Database): Database => ({
    slice: database.slice,
    read: (statements) => counted(database.read(statements)),
    write: async (statements: readonly Statement[]) => {
      const all = await counted(database.write(statements));
      for (const [at, { sql }] of statements.entries()) {
        if (writesAudit.test(sql)) events.add([], all[at]?.changes ?? 0);
      }
      return all;
    },
    close: () => database.close(),
  });
  // One wrapper for each database: others tell databases apart by identity.
  const known = new WeakMap<Database, Database>();
  const of = (database: Database): Database => {
    const before = known.get(database);
    if (before !== undefined) return before;
    const fresh = observed(database);
    known.set(database, fresh);
    return fresh;
  };
  return {
    for: async (company) => of(await db.for(company)),
    all: async function* all() {
      for await (const database of db.all()) yield of(database);
    },
    close: () => db.close(),
  };
};
