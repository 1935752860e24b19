import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

import {
  sql,
  type Answer,
  type AuditEntry,
  type Command,
  type RequestContext,
  type Row,
  type Statement,
} from "../kernel/index.ts";
import { jobItemJson, jobJson, stateOf } from "./job-json.ts";
import { readJob, readVisibleJob } from "./store.ts";

/** The answer for a job that is not there, is another company's or is not the actor's to see. */
export const missing: { readonly ok: false; readonly error: Fault } = err(
  fault("kernel/not-found", "There is nothing of this id."),
);

const eventOf = (verb: string, row: Row): AuditEntry => ({
  action: `job.job.${verb}`,
  entity: "job",
  entityId: String(row["id"]),
  label: String(row["kind"]),
  op: null,
  version: null,
  diff: { changes: [], dropped: [], reversible: true },
});

/** A change to a job: its event, what is written, and what must hold when it is. */
const decided = (
  event: AuditEntry,
  guard: Statement,
  parts: readonly Statement[],
  answer: Answer,
) => ok({ events: [event], parts, roots: [], guards: [guard], answer });

const own = ({ company }: RequestContext, { id }: Row): Statement =>
  sql`company_id = ${company} and id = ${String(id)}`;

const is = (context: RequestContext, row: Row, condition: Statement): Statement =>
  sql`exists(select 1 from job where ${own(context, row)} and ${condition})`;

const found = async (row: Promise<Row | null>): Promise<Result<Row>> => {
  const one = await row;
  return one === null ? missing : ok(one);
};

/** Whether somebody is at it. A lease that ended holds nobody up, and whoever still works under it is fenced off. */
const isHeld = ({ now }: RequestContext, row: Row): boolean =>
  row["lease_until"] !== null && Number(row["lease_until"]) > now;

const held = ({ now }: RequestContext): Statement => sql`coalesce(lease_until, 0) > ${now}`;

/** Makes a dead job ready again, with all its attempts before it. */
export const retry = (context: RequestContext, id: string): Command<Row> => ({
  load: () => found(readJob(context, id)),
  decide: (row) => {
    if (row["state"] !== 2) {
      return err(fault("job/not-dead", "Only a job that died can be tried again."));
    }
    if (row["rival"] === 1) {
      return err(fault("job/key-taken", "A newer job of the same key is there to do the work."));
    }
    const { now } = context;
    const dead = sql`state = 2 and not exists(select 1 from job j where j.company_id = job.company_id
      and j.kind = job.kind and j.dedupe = job.dedupe and j.state = 0)`;
    const ready = { state: 0, attempts: 0, run_at: now, done_at: null, last_error: null };
    const untold = { fault: null, progress: null, reason: null };
    return decided(
      eventOf("retry", row),
      is(context, row, dead),
      [
        sql`update job set state = 0, attempts = 0, taken = 0, run_at = ${now}, done_at = null,
          last_error = null, fault = null, progress = null, reason = null, cancelled_at = null,
          alerted_at = null, again = null, again_payload = null, progress_no = progress_no + 1
          where ${own(context, row)}`,
      ],
      { status: 200, body: jobItemJson({ ...row, ...ready, ...untold }, now) },
    );
  },
});

/** Removes a job that died or that nobody is at. */
export const drop = (context: RequestContext, id: string): Command<Row> => ({
  load: () => found(readJob(context, id)),
  decide: (row) => {
    if (row["state"] === 1 || isHeld(context, row)) {
      return err(fault("job/not-droppable", "A job that runs or is done cannot be dropped."));
    }
    const droppable = sql`state in (0, 2) and not ${held(context)}`;
    return decided(
      eventOf("drop", row),
      is(context, row, droppable),
      [
        sql`delete from job_run where company_id = ${context.company} and job_id = ${String(row["id"])}`,
        sql`delete from job where ${own(context, row)} and ${droppable}`,
      ],
      { status: 204 },
    );
  },
});

/** Asks that a job should not go on. One that nobody is at ends at once; a running one at its next word. */
export const cancel = (context: RequestContext, id: string): Command<Row> => ({
  load: () => found(readVisibleJob(context, id)),
  decide: (row) => {
    const { now } = context;
    if (row["state"] !== 0) return err(fault("job/ended", "The job has ended already."));
    // One that was asked for again while it ran is left to the next claim, which makes its successor.
    const claimed = sql`(${held(context)} or again is not null)`;
    if (isHeld(context, row) || row["again"] !== null) {
      const answer: Answer = { status: 200, body: jobJson(row, now) };
      if (row["cancelled_at"] !== null) return ok({ events: [], parts: [], roots: [], answer });
      const running = sql`state = 0 and ${claimed}`;
      return decided(
        eventOf("cancel", row),
        is(context, row, running),
        [sql`update job set cancelled_at = ${now} where ${own(context, row)} and ${running}`],
        answer,
      );
    }
    const waiting = sql`state = 0 and not ${claimed}`;
    const after: Row = { ...row, state: 2, reason: "cancelled", done_at: now };
    return decided(
      eventOf("cancel", row),
      is(context, row, waiting),
      [
        sql`update job set state = 2, reason = 'cancelled', last_error = 'cancelled', done_at = ${now},
          lease = null, lease_until = null, cancelled_at = ${now}, alerted_at = ${now},
          progress_no = progress_no + 1
          where ${own(context, row)} and ${waiting}`,
      ],
      { status: 200, body: jobJson(after, now) },
    );
  },
});

/** Whether nothing more will come of a job. */
export const hasEnded = (row: Row): boolean => !["waiting", "running"].includes(stateOf(row, 0));
