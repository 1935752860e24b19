import { err, fault } from "@ennead/core/kernel";

import { auditBatch } from "../audit/audit-log.ts";
import type { Decision, IdempotencyKey, RequestContext, UnitOfWork } from "../context.ts";
import { DatabaseError, type Database } from "../db/db.ts";
import { TooLarge } from "../db/limits.ts";
import { assertScoped, databaseOf } from "../db/scope.ts";
import { sql, type Statement } from "../db/sql.ts";
import { wakeFeed } from "../feed/wake.ts";
import { enqueueStatements } from "../jobs/enqueue-statements.ts";
import { scheduleStatements } from "../jobs/schedules.ts";
import { sealPayloads } from "../jobs/sealed-payload.ts";
import { findAnswer, storeAnswer } from "./idempotency.ts";
import { committed, type Unsure } from "./unsure.ts";

const mostAttempts = 11;
const baseDelay = 20;
const mostDelay = 400;

/** Full jitter: anything between nothing and the exponential bound, so that writers do not meet again. */
const pause = (context: RequestContext, attempt: number): Promise<void> => {
  const bound = Math.min(mostDelay, baseDelay * 2 ** attempt);
  const [high = 0, low = 0] = context.random(2);
  return new Promise((resolve) => {
    setTimeout(resolve, (bound * (high * 256 + low)) / 65_536);
  });
};

const guardStatement = (expression: Statement): Statement =>
  sql`select iif(${expression}, 1, json('STALE'))`;

/** Named moments at which the fault drill ends the process. */
export type CrashPoint =
  | "before:batch"
  | "after:batch"
  | "before:deliver"
  | "after:deliver"
  | "mid:migrate";

const unavailable = err(
  fault("kernel/unavailable", "The database did not say whether the change was made; ask again."),
);

const migrating = err(
  fault("kernel/migrating", "The database is being brought to a newer schema; ask again."),
);

const isChange = ({ events }: Decision): boolean => events.some(({ op }) => op !== null);

/** What the unit of work is told of. */
export interface UnitOfWorkOptions {
  /** Called at the named points; only fault drills give one. */
  readonly crash?: ((point: CrashPoint) => void) | undefined;
  /** Called after a commit with jobs that are due. */
  readonly enqueued?: (database: Database) => void;
  /** Called after a commit with changes, which followers may want. */
  readonly changed?: (database: Database) => void;
  /** Whether a database has the schema that this code writes by. Asked until it has, and when a write fails oddly. */
  readonly isMigrated?: (database: Database) => Promise<boolean>;
}

/** The batch of a decision, with the ids of its events. */
const batchOf = async (
  context: RequestContext,
  decision: Decision,
  key: IdempotencyKey | undefined,
  reused: readonly string[],
): Promise<{ readonly batch: readonly Statement[]; readonly ids: readonly string[] }> => {
  const audit = await auditBatch(context, decision.events, reused);
  const { jobs = [], schedules = [], fence = [] } = decision;
  if (jobs.length + schedules.length > 0 && audit.ids.length === 0 && fence.length === 0) {
    throw new Error(`Jobs of ${context.route} have no event that is their cause.`);
  }
  // Who may follow the work: a person, not the job that asked for more of it.
  const actor = context.principal.kind === "job" ? null : context.principal.actor;
  // What a key may not do, work that it asked for may not either.
  const scopes = context.principal.scopes ?? null;
  const batch = [
    ...fence,
    ...(key === undefined ? [] : [await storeAnswer(context, key, decision.answer)]),
    ...(decision.guards ?? []).map(guardStatement),
    ...audit.statements,
    ...(isChange(decision) ? [wakeFeed(context.company)] : []),
    ...decision.parts,
    ...decision.roots,
    ...enqueueStatements(
      context.company,
      context.now,
      context.random,
      await sealPayloads(context.services.keys, context.company, jobs),
      actor,
      scopes,
    ),
    ...scheduleStatements(context.company, context.now, schedules, actor, scopes),
  ];
  assertScoped(context.company, batch);
  return { batch, ids: audit.ids };
};

/** The unit of work: one batch for each decision, decided again where somebody else was faster. */
export const unitOfWork = ({
  crash = () => {},
  enqueued = () => {},
  changed = () => {},
  isMigrated = () => Promise.resolve(true),
}: UnitOfWorkOptions = {}): UnitOfWork => {
  const migrated = new WeakSet<Database>();
  const mayWrite = async (database: Database): Promise<boolean> => {
    if (migrated.has(database)) return true;
    const ready = await isMigrated(database);
    if (ready) migrated.add(database);
    return ready;
  };

  const written = (context: RequestContext, decision: Decision): void => {
    const { jobs = [] } = decision;
    crash("after:batch");
    if (isChange(decision)) changed(databaseOf(context.scope));
    if (jobs.some(({ runAt = context.now }) => runAt <= context.now)) {
      enqueued(databaseOf(context.scope));
    }
  };

  return {
    answered: findAnswer,
    run: async (context, command, given) => {
      const key = given === null ? undefined : (given ?? context.idempotency);
      const database = databaseOf(context.scope);
      if (!(await mayWrite(database))) return migrating;
      const unsure: Unsure[] = [];
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        if (attempt > 0) context.signal.throwIfAborted();
        const state = await command.load(context);
        const decided = state.ok ? command.decide(state.value) : state;
        if (!decided.ok) {
          // What stands in the way may be our own first try.
          const made = await committed(context, unsure);
          if (made !== null) return { ok: true, value: made.answer };
          // Or the same command, sent twice at once: both are answered what it did.
          return (key === undefined ? null : await findAnswer(context, key)) ?? decided;
        }
        const decision = decided.value;
        const { batch, ids } = await batchOf(context, decision, key, unsure[0]?.ids ?? []);
        if (batch.length === 0) return { ok: true, value: decision.answer };
        crash("before:batch");
        try {
          await database.write(batch);
          written(context, decision);
          return { ok: true, value: decision.answer };
        } catch (error) {
          if (error instanceof TooLarge) return err(fault("kernel/too-large", error.message));
          if (!(error instanceof DatabaseError)) {
            // It may be another database by now: one put back from a copy, say, or behind an object of the host's own.
            migrated.delete(database);
            if (await mayWrite(database)) throw error;
            return migrating;
          }
          // The job is another's by now: deciding again changes nothing.
          if (error.message.includes("JOB_FENCE")) throw error;
          if (error.kind === "unknown") {
            unsure.push({ ids, events: decision.events, answer: decision.answer });
          }
          const made = await committed(context, unsure);
          if (made !== null) {
            written(context, decision);
            return { ok: true, value: made.answer };
          }
          // The key's row tells what happened, to this request or to another one with the key.
          if (key !== undefined) {
            const before = await findAnswer(context, key);
            if (before !== null) return before;
          }
          if (error.kind === "failed") throw error;
          if (error.kind === "too-large") {
            return err(
              fault("kernel/too-large", "What would be written is larger than is stored."),
            );
          }
          if (error.kind === "unknown") {
            // Without event, key or fence nothing would refuse the second of two tries.
            const once = ids.length > 0 || key !== undefined || decision.fence !== undefined;
            if (unsure.length > 1 || !once) return unavailable;
          }
          if (error.kind === "busy" && attempt === mostAttempts - 1) throw error;
          if (error.kind === "refused" && attempt === mostAttempts - 1) {
            // No other writer explains this one: the statements do not match their events.
            if (error.message.includes("UNAUDITED")) throw error;
          }
        }
        await pause(context, attempt);
      }
      return err(
        fault("kernel/version-conflict", "Others kept changing this at the same time; try again."),
      );
    },
  };
};
