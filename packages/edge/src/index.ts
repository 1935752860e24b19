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
  clientIp,
  databaseStorage,
  DatabaseError,
  defineFollow,
  defineRoom,
  defineRoute,
  derived,
  durableLimit,
  enqueue,
  entity,
  eventStream,
  fileStorage,
  handleFollow,
  handleJob,
  hs256Bearer,
  join,
  jwksBearer,
  logPlace,
  mail,
  openLibsql,
  part,
  search,
  raw,
  sharedDb,
  signHs256,
  signInLimit,
  smtpMailer,
  sql,
  technical,
  type Answer,
  type AuditEntry,
  type Command,
  type Database,
  type Decision,
  type Files,
  type FileSystem,
  type Storage,
  type Derivation,
  type Difference,
  type Drift,
  type DurableLimit,
  type Hs256Options,
  type Identity,
  type JwksOptions,
  minuteDriver,
  recurring,
  type JobAlert,
  type JobFailure,
  type JobKind,
  type Key,
  type KeyRing,
  type LibsqlOptions,
  type MailAddress,
  type MailAttachment,
  type Mailer,
  type MailFailure,
  type MailMessage,
  type NewJob,
  type OutgoingMail,
  type Permission,
  type MinuteDriverOptions,
  type Ports,
  type Rate,
  type RateClass,
  type Rates,
  type Progress,
  type PutSchedule,
  type RecordSource,
  type RequestContext,
  type Room,
  type RoomStrategies,
  type RoomMigration,
  type Route,
  type RunningJob,
  type ServerEvent,
  type SignInAttempt,
  type SignInLimit,
  type SignInRules,
  type SealedCount,
  type SealedValues,
  type SealPlace,
  type SmtpOptions,
  type ScheduleChange,
  type Statement,
  type StoredRecord,
  type Strategy,
  type StrategyDeps,
  type TableClass,
  type TenantDb,
  type TenantScope,
  type TokenRules,
  type Verdict,
  type FeedEntry,
  type FeedPortion,
  type Follow,
  type FollowRule,
} from "./kernel/index.ts";
export type { Logger } from "./kernel/logger.ts";
export type { ReportDatabase, ReportTable } from "./kernel/datasets/report-database.ts";
