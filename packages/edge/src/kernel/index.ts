export type { Answer } from "./http/answer.ts";
export type { AuditEntry } from "./audit/audit-entry.ts";
export { noteDenial, type Denial } from "./audit/note-denial.ts";
export { checkVersion, versioned } from "./http/etag.ts";
export { eventStream, type ServerEvent } from "./http/events.ts";
export type { Identity, RoomStrategies, Strategy, StrategyDeps } from "./auth/auth.ts";
export { isFresh, stepUpFault } from "./auth/fresh.ts";
export { isLoopback } from "./auth/loopback.ts";
export type { Command, Decision, LargeDataset, RequestContext, VisibleDataset } from "./context.ts";
export type { LooseLabels, SqlRecords, SqlRecordSource } from "./datasets/sql-records.ts";
export {
  DatabaseError,
  sharedDb,
  type Database,
  type Row,
  type Rows,
  type TenantDb,
} from "./db/db.ts";
export { defineFollow, handleFollow, type Follow } from "./feed/follow.ts";
export type { FeedPortion, FollowRule } from "./feed/follow-rule.ts";
export type { FeedEntry } from "./feed/read-feed.ts";
export { hex, sha256 } from "./keys/digest.ts";
export { logPlace, type Derivation, type Difference, type Drift } from "./schema/derivation.ts";
export { ascendingIds } from "./ids.ts";
export { clientIp } from "./limits/client-ip.ts";
export { durableLimit, type DurableLimit } from "./limits/durable-limit.ts";
export type { Rate, Verdict } from "./limits/gcra.ts";
export type { RateClass, Rates } from "./limits/rates.ts";
export {
  signInLimit,
  type SignInAttempt,
  type SignInLimit,
  type SignInRules,
} from "./limits/sign-in-limit.ts";
export { jwksBearer, type JwksOptions } from "./auth/jwks.ts";
export { hs256Bearer, signHs256, type Hs256Options, type TokenRules } from "./auth/jwt.ts";
export type { JobAlert } from "./jobs/alerts.ts";
export {
  handleJob,
  type JobFailure,
  type JobKind,
  type Progress,
  type RunningJob,
} from "./jobs/job-kind.ts";
export { minuteDriver, type MinuteDriverOptions } from "./jobs/minute-driver.ts";
export type { Sweep } from "./jobs/sweeps.ts";
export { recurring, type PutSchedule, type ScheduleChange } from "./jobs/schedules.ts";
export { same, type Key, type KeyRing } from "./keys/keys.ts";
export { keyIdOf, type SealPlace } from "./keys/seal.ts";
export type { SealedCount, SealedValues } from "./keys/sealed-values.ts";
export { checkMail } from "./mail/check-mail.ts";
export { domainOf } from "./mail/mail-address.ts";
export { mail } from "./mail/mail-job.ts";
export type {
  MailAddress,
  MailAttachment,
  MailMessage,
  OutgoingMail,
} from "./mail/mail-message.ts";
export type { Mailer, MailFailure } from "./mail/mailer.ts";
export { smtpMailer, type SmtpOptions } from "./mail/smtp.ts";
export { tablePdf } from "./pdf/table-pdf.ts";
export { databaseStorage } from "./storage/database-storage.ts";
export { fileStorage, type FileSystem } from "./storage/file-storage.ts";
export type { Files, StoredFile, WrittenFile } from "./storage/files.ts";
export type { Pieces, Storage } from "./storage/storage.ts";
export { recordFacts } from "./record-facts.ts";
export {
  listFaults,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  type ListSource,
} from "./lists/list.ts";
export { openLibsql } from "./db/libsql.ts";
export type { LibsqlOptions } from "./db/libsql-options.ts";
export { enqueueStatements } from "./jobs/enqueue-statements.ts";
export { enqueue, type NewJob } from "./jobs/new-job.ts";
export type {
  Changes,
  DirectoryPort,
  DirectoryUser,
  HeldShare,
  OriginsPort,
  Ports,
  RecordSource,
  RecordsPort,
  ShareChange,
  SharedRecord,
  SharedSource,
  Sharer,
  SharingPort,
  StoredRecord,
  WantedShare,
} from "./ports.ts";
export { defineRoom, type AccessObject, type Room } from "./room.ts";
export { defineRoute, type PathCredential, type Permission, type Route } from "./route.ts";
export type { TenantScope } from "./db/scope.ts";
export { join, raw, sql, type SqlValue, type Statement } from "./db/sql.ts";
export { isUnstorable, storedText } from "./db/text.ts";
export { validate } from "./http/validate.ts";
export type { RoomMigration } from "./schema/room-migrations.ts";
export {
  append,
  derived,
  entity,
  part,
  search,
  technical,
  type TableClass,
} from "./schema/tables.ts";
