export type { AuditEntry } from "./audit-log.ts";
export { entityTag } from "./etag.ts";
export type { Identity, Strategy } from "./auth.ts";
export type { Cursors, Position } from "./cursor.ts";
export type { Datasets, VisibleDataset } from "./datasets.ts";
export {
  DatabaseError,
  sharedDb,
  type Database,
  type Row,
  type Rows,
  type TenantDb,
} from "./db.ts";
export { ascendingIds } from "./ids.ts";
export { hs256Bearer, signHs256, type Hs256Options } from "./jwt.ts";
export type { Key } from "./keys.ts";
export {
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  type ListQuery,
  type ListSource,
  type RowPage,
  type Walk,
} from "./list.ts";
export { openLibsql, type LibsqlOptions } from "./libsql.ts";
export type {
  Authority,
  CompanySettings,
  DirectoryPort,
  DirectoryUser,
  Ports,
  RecordSource,
  RecordsPort,
  StoredRecord,
} from "./ports.ts";
export { defineRoom, type AccessObject, type Room } from "./room.ts";
export {
  defineRoute,
  type Answer,
  type Input,
  type Permission,
  type Route,
  type RouteSpec,
} from "./route.ts";
export type { RequestContext, TenantScope } from "./scope.ts";
export type { KernelServices } from "./services.ts";
export { join, raw, sql, type SqlValue, type Statement } from "./sql.ts";
export { append, derived, entity, part, technical, type TableClass } from "./tables.ts";
export type { Command, Decision, UnitOfWork } from "./unit-of-work.ts";
