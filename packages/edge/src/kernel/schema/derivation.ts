import { DatabaseError, type Database } from "../db/db.ts";
import { openScope, type TenantScope } from "../db/scope.ts";
import { sql, type Statement } from "../db/sql.ts";

/** Rows of a derived table that are wrong, out of one stretch of it that was read at one moment. */
export interface Difference {
  /** Place of the company's log at that moment: `logPlace`, read with the rows. */
  readonly seen: number;
  readonly missing: number;
  /** Rows that should not be there, or hold something else. */
  readonly extra: number;
  /** What makes it right. */
  readonly statements: readonly Statement[];
}

/** How the rows of a derived table follow from others. */
export interface Derivation {
  readonly table: string;
  /** Goes through the whole of it for one company, in stretches; one without a fault may be left out. */
  readonly differences: (scope: TenantScope) => AsyncIterable<Difference>;
}

/** What is wrong with a derived table of one company, in rows. */
export interface Drift {
  readonly table: string;
  readonly missing: number;
  readonly extra: number;
}

/** The place of the company's log, to be read together with what is compared. */
export const logPlace = ({ company }: TenantScope): Statement =>
  sql`select coalesce(max(seq), 0) as seen from audit_event where company_id = ${company}`;

/** How often a table is gone through again because records changed under the repair. */
const mostPasses = 10;

const isOvertaken = (error: unknown): boolean =>
  error instanceof DatabaseError && error.kind === "refused";

/** One pass. What changed since it was read is left for the next pass: `overtaken` counts it. */
const pass = async (
  database: Database,
  scope: TenantScope,
  { table, differences }: Derivation,
  repairs: boolean,
): Promise<Drift & { readonly overtaken: number }> => {
  let [missing, extra, overtaken] = [0, 0, 0];
  for await (const one of differences(scope)) {
    if (one.statements.length === 0) continue;
    try {
      if (repairs) {
        const place = logPlace(scope);
        await database.write([
          sql`select iif((${place}) = ${one.seen}, 1, json('STALE'))`,
          ...one.statements,
        ]);
      }
      missing += one.missing;
      extra += one.extra;
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      overtaken += 1;
    }
  }
  return { table, missing, extra, overtaken };
};

/** Compares derived tables with what they follow from. Rows that change meanwhile may be told as wrong. */
export const verifyDerived = async (
  database: Database,
  company: TenantScope["company"],
  derivations: readonly Derivation[],
): Promise<readonly Drift[]> => {
  const scope = openScope(company, database);
  const drifts: Drift[] = [];
  for (const derivation of derivations) {
    const { table, missing, extra } = await pass(database, scope, derivation, false);
    drifts.push({ table, missing, extra });
  }
  return drifts;
};

/** Makes derived tables right, while others go on writing, and answers what was wrong. */
export const rebuildDerived = async (
  database: Database,
  company: TenantScope["company"],
  derivations: readonly Derivation[],
): Promise<readonly Drift[]> => {
  const scope = openScope(company, database);
  const drifts: Drift[] = [];
  for (const derivation of derivations) {
    let [missing, extra] = [0, 0];
    for (let turn = 0; turn < mostPasses; turn += 1) {
      const done = await pass(database, scope, derivation, true);
      missing += done.missing;
      extra += done.extra;
      if (done.overtaken === 0) break;
    }
    drifts.push({ table: derivation.table, missing, extra });
  }
  return drifts;
};
