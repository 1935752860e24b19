import type { AccessModel, Principal } from "@ennead/core/access";
import type { CompanyId, Fault, Instant, RandomBytes, Result } from "@ennead/core/kernel";
import type { Catalog, CheckedSpec, Dataset, PivotFacts, PivotResult } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { AuditEntry } from "./audit/audit-entry.ts";
import type { TenantScope } from "./db/scope.ts";
import type { Statement } from "./db/sql.ts";
import type { Answer } from "./http/answer.ts";
import type { NewJob } from "./jobs/new-job.ts";
import type { ScheduleChange } from "./jobs/schedules.ts";
import type { KeyRing } from "./keys/keys.ts";
import type { Cursors } from "./lists/cursor.ts";
import type { Logger } from "./logger.ts";
import type { Ports } from "./ports.ts";
import type { Files } from "./storage/files.ts";

// What a handler is given. These types speak of each other, so they stand together.

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
  readonly idempotency?: IdempotencyKey;
  /** Versions that `If-Match` asked for; undefined without the header. */
  readonly ifMatch?: readonly number[];
  readonly services: KernelServices;
}

/** What the kernel and the rooms offer a handler. */
export interface KernelServices {
  /** The only way to change something. */
  readonly uow: UnitOfWork;
  /** Seals what the database must not tell, and mints tokens for links and tickets. */
  readonly keys: KeyRing;
  readonly cursors: Cursors;
  readonly datasets: Datasets;
  readonly largeDatasets: LargeDatasets;
  /** Files that are made by background work and fetched later. */
  readonly files: Files;
  readonly logger: Logger;
  /** What other rooms give; a room may use only what it names in `needs`. */
  readonly ports: Ports;
}

/** A caller's key, and the hash of what it was sent with (method, path and body). */
export interface IdempotencyKey {
  readonly key: string;
  readonly hash: string;
}

/** What a command has decided: everything that is written, in one batch, and the answer to it. */
export interface Decision<A extends Answer = Answer> {
  readonly events: readonly AuditEntry[];
  /** Rows of part and append tables. */
  readonly parts: readonly Statement[];
  /** Rows of entity tables; each consumes the licence of one event. */
  readonly roots: readonly Statement[];
  /** Boolean SQL expressions that must hold at commit: facts the decision rests on. */
  readonly guards?: readonly Statement[];
  /** Work that follows from the events, written in the same batch. */
  readonly jobs?: readonly NewJob[];
  /** Recurring work that begins, ends or changes with the events. */
  readonly schedules?: readonly ScheduleChange[];
  /** For the kernel: ends the job whose effects these are, or refuses the batch. */
  readonly fence?: readonly Statement[];
  readonly answer: A;
}

/** Load, then decide. Both run again when somebody else was faster. */
export interface Command<S, A extends Answer = Answer> {
  /** Reads everything the decision rests on. Faults: what the caller named does not exist. */
  readonly load: (context: RequestContext) => Promise<Result<S, Fault | readonly Fault[]>>;
  /** Pure. */
  readonly decide: (state: S) => Result<Decision<A>, Fault | readonly Fault[]>;
}

/** Runs commands: load, decide, one atomic batch with its audit events. */
export interface UnitOfWork {
  /**
   * Answers what the command decided, or the stored answer of its idempotency key. A conflict with another writer is
   * decided again, up to 11 times; then `kernel/version-conflict`. `kernel/unavailable` when the database cannot say
   * whether it committed. `key` replaces the request's idempotency key; null is none.
   */
  readonly run: <S, A extends Answer>(
    context: RequestContext,
    command: Command<S, A>,
    key?: IdempotencyKey | null,
  ) => Promise<Result<Answer, Fault | readonly Fault[]>>;
  /** What was answered under a key before, or null; `kernel/idempotency-mismatch` for another request. */
  readonly answered: (
    context: RequestContext,
    key: IdempotencyKey,
  ) => Promise<Result<Answer> | null>;
}

/**
 * A dataset as one actor may see it: rows, columns, members and labels out of his sight are not in it in any form, so
 * whatever is counted over it tells of nothing else. Its `version` names the data, not his rights.
 */
export interface VisibleDataset {
  readonly definition: ObjectDefinition;
  readonly dataset: Dataset;
  /** Equal for actors who see the same of one state of the data. */
  readonly sight: string;
}

/** Typed columns of whole objects, kept in memory and brought up to date before each use. */
export interface Datasets {
  /** Refuses objects that do not exist or that the actor may not read: `kernel/not-found`. */
  readonly open: (
    context: RequestContext,
    object: string,
  ) => Promise<Result<VisibleDataset, Fault>>;
  /** About how many bytes of columns are in memory. */
  readonly bytes: () => number;
  /** How many records of an object are in memory; undefined where it is not. */
  readonly rows: (company: CompanyId, object: string) => number | undefined;
}

/** An object with more records than are kept in memory, as one actor may see it: reports of it run in its database. */
export interface LargeDataset {
  readonly definition: ObjectDefinition;
  /** Names the state of the data, and what of it the actor may see: equal keys have equal answers. */
  readonly version: string;
  readonly rights: string;
  /** What a spec is checked against. */
  readonly columns: Catalog["columns"];
  /** Faults: those of `compileSql` and of a run. `rows` is how many records the actor may see. */
  readonly run: (
    spec: CheckedSpec,
    facts: PivotFacts,
  ) => Promise<Result<{ readonly result: PivotResult; readonly rows: number }, readonly Fault[]>>;
}

/** Objects that are too large for memory. */
export interface LargeDatasets {
  /** Null for an object that is kept in memory, does not exist or may not be read. */
  readonly open: (context: RequestContext, object: string) => Promise<LargeDataset | null>;
}
