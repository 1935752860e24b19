/**
 * The nine systems over HTTP, on libSQL: `createEnnead` joins the rooms and answers as one `fetch`.
 *
 * @example
 * ```ts
 * import { createEnnead, hs256Bearer } from "@ennead/edge";
 *
 * const secret = crypto.getRandomValues(new Uint8Array(32));
 * const ennead = createEnnead({
 *   db: { url: "file::memory:" },
 *   auth: [hs256Bearer({ secret })],
 *   clock: Date.now,
 *   random: (count) => crypto.getRandomValues(new Uint8Array(count)),
 *   keys: [{ id: "k1", secret }],
 * });
 * await ennead.migrate();
 *
 * const ready = await ennead.fetch(new Request("http://localhost/readyz"));
 * ready.status; // 200
 * const refused = await ennead.fetch(new Request("http://localhost/api/records"));
 * refused.status; // 401
 * await ennead.close();
 * ```
 */
export { createEnnead, type Ennead, type EnneadOptions, type Ticked } from "./create.ts";
export type { Provisioned, ProvisionInput, SessionOwner, Sessions } from "./access/index.ts";
export {
  append,
  DatabaseError,
  defineRoom,
  defineRoute,
  derived,
  enqueue,
  entity,
  handleJob,
  hs256Bearer,
  join,
  jwksBearer,
  logPlace,
  openLibsql,
  part,
  search,
  raw,
  sharedDb,
  signHs256,
  sql,
  technical,
  type Answer,
  type AuditEntry,
  type Command,
  type Database,
  type Decision,
  type Derivation,
  type Difference,
  type Drift,
  type Hs256Options,
  type Identity,
  type JwksOptions,
  type JobFailure,
  type JobKind,
  type Key,
  type LibsqlOptions,
  type NewJob,
  type Permission,
  type Ports,
  type RecordSource,
  type RequestContext,
  type Room,
  type RoomStrategies,
  type Route,
  type RunningJob,
  type Statement,
  type StoredRecord,
  type Strategy,
  type StrategyDeps,
  type TableClass,
  type TenantDb,
  type TenantScope,
  type TokenRules,
} from "./kernel/index.ts";
export type { Logger } from "./kernel/logger.ts";
