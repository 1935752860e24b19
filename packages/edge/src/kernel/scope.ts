import type { AccessModel, Principal } from "@ennead/core/access";
import type { CompanyId, Instant, RandomBytes } from "@ennead/core/kernel";

import type { Database, Rows } from "./db.ts";
import type { KernelServices } from "./services.ts";
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
  readonly [inside]: Database;
}

/** Opens a scope. For the kernel: routes and jobs are handed one. */
export const openScope = (company: CompanyId, database: Database): TenantScope => ({
  company,
  read: (...statements) => database.read(statements),
  [inside]: database,
});

/** The database beneath a scope. For the kernel. */
export const databaseOf = (scope: TenantScope): Database => scope[inside];

/** What every handler of an authenticated route is given. All time and randomness of a request come from here. */
export interface RequestContext {
  readonly scope: TenantScope;
  readonly company: CompanyId;
  /** Who acts. */
  readonly principal: Principal;
  /** The actor's name at this time, as the audit log keeps it. */
  readonly actorLabel: string;
  /** What this actor may do; the argument of `can`, `scopeOf` and `fieldLevels`. */
  readonly model: AccessModel;
  readonly now: Instant;
  readonly random: RandomBytes;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Id of the route. */
  readonly route: string;
  readonly apiVersion: string;
  /** The caller's Idempotency-Key with the hash of what it was sent with. */
  readonly idempotency?: { readonly key: string; readonly hash: string };
  /** Version that `If-Match` asked for; undefined without the header. */
  readonly ifMatch?: number;
  readonly services: KernelServices;
}
