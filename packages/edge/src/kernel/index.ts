export type { Answer } from "./answer.ts";
export type { AuditEntry } from "./audit-entry.ts";
export { checkVersion, versioned } from "./etag.ts";
export type { Identity, Strategy } from "./auth.ts";
export type { Command, Decision, RequestContext, VisibleDataset } from "./context.ts";
export {
  DatabaseError,
  sharedDb,
  type Database,
  type Row,
  type Rows,
  type TenantDb,
} from "./db.ts";
export { sha256 } from "./digest.ts";
export { logPlace, type Derivation, type Difference, type Drift } from "./derivation.ts";
export { ascendingIds } from "./ids.ts";
export { jwksBearer, type JwksOptions } from "./jwks.ts";
export { hs256Bearer, signHs256, type Hs256Options, type TokenRules } from "./jwt.ts";
export { handleJob, type JobFailure, type JobKind, type RunningJob } from "./job-kind.ts";
export type { Key } from "./keys.ts";
export { listQuery, listRows, pageJson, pageSchema, type ListSource } from "./list.ts";
export { openLibsql, type LibsqlOptions } from "./libsql.ts";
export { enqueue, type NewJob } from "./new-job.ts";
export type {
  DirectoryPort,
  DirectoryUser,
  Ports,
  RecordSource,
  RecordsPort,
  StoredRecord,
} from "./ports.ts";
export { defineRoom, type AccessObject, type Room } from "./room.ts";
export { defineRoute, type Permission, type Route } from "./route.ts";
export type { TenantScope } from "./scope.ts";
export { join, raw, sql, type SqlValue, type Statement } from "./sql.ts";
export { isUnstorable, storedText } from "./text.ts";
export { validate } from "./validate.ts";
export { append, derived, entity, part, technical, type TableClass } from "./tables.ts";
