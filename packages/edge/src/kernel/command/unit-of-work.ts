import { err, fault } from "@ennead/core/kernel";

import { auditBatch } from "../audit/audit-log.ts";
import type { Decision, IdempotencyKey, RequestContext, UnitOfWork } from "../context.ts";
import { DatabaseError, type Database } from "../db/db.ts";
import { assertScoped, databaseOf } from "../db/scope.ts";
import { sql, type Statement } from "../db/sql.ts";
import { enqueueStatements } from "../jobs/job-queue.ts";
import { findAnswer, storeAnswer } from "./idempotency.ts";

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

const isUnknown = (error: unknown): boolean =>
  error instanceof DatabaseError && error.kind === "unknown";

const wasWritten = async (
  { scope, company }: RequestContext,
  eventId: string | null,
): Promise<boolean> => {
  if (eventId === null) return false;
  const [found] = await scope.read(
    sql`select 1 from audit_event where company_id = ${company} and id = ${eventId}`,
  );
  return (found?.rows.length ?? 0) > 0;
};

/** Named moments at which the fault drill ends the process. */
export type CrashPoint = "before:batch" | "after:batch";

/**
 * The unit of work. `crash` is called at the named points; only fault drills give one. `enqueued` is called after a
 * commit with jobs that are due.
 */
export const unitOfWork = (
  crash: (point: CrashPoint) => void = () => {},
  enqueued: (database: Database) => void = () => {},
): UnitOfWork => {
  const commit = async (
    context: RequestContext,
    decision: Decision,
    key: IdempotencyKey | undefined,
  ): Promise<void> => {
    const audit = await auditBatch(context, decision.events);
    const { jobs = [], fence = [] } = decision;
    if (jobs.length > 0 && audit.firstId === null && fence.length === 0) {
      throw new Error(`Jobs of ${context.route} have no event that is their cause.`);
    }
    const batch = [
      ...fence,
      ...(key === undefined ? [] : [storeAnswer(context, key, decision.answer)]),
      ...(decision.guards ?? []).map(guardStatement),
      ...audit.statements,
      ...decision.parts,
      ...decision.roots,
      ...enqueueStatements(context.company, context.now, context.random, jobs),
    ];
    if (batch.length === 0) return;
    assertScoped(context.company, batch);
    crash("before:batch");
    try {
      await databaseOf(context.scope).write(batch);
    } catch (error) {
      // The answer got lost, not the change.
      if (!isUnknown(error) || !(await wasWritten(context, audit.firstId))) throw error;
    }
    crash("after:batch");
    if (jobs.some(({ runAt = context.now }) => runAt <= context.now)) {
      enqueued(databaseOf(context.scope));
    }
  };

  const unavailable = err(
    fault("kernel/unavailable", "The database did not say whether the change was made; ask again."),
  );

  return {
    answered: findAnswer,
    run: async (context, command, given) => {
      const key = given === null ? undefined : (given ?? context.idempotency);
      let unknown = false;
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        if (attempt > 0) context.signal.throwIfAborted();
        const state = await command.load(context);
        if (!state.ok) return state;
        const decided = command.decide(state.value);
        if (!decided.ok) return decided;
        try {
          await commit(context, decided.value, key);
          return { ok: true, value: decided.value.answer };
        } catch (error) {
          if (!(error instanceof DatabaseError)) throw error;
          // The job is another's by now: deciding again changes nothing.
          if (error.message.includes("JOB_FENCE")) throw error;
          // The first statement claims the key: refused, or unknown, the key's row tells what happened.
          if (key !== undefined) {
            const before = await findAnswer(context, key);
            if (before !== null) return before;
          }
          if (error.kind === "failed") throw error;
          if (error.kind === "unknown") {
            if (unknown) return unavailable;
            unknown = true;
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
