import { defineJob } from "@ennead/core/job";
import { ok, type CompanyId, type RandomBytes } from "@ennead/core/kernel";
import * as v from "valibot";

import {
  enqueue,
  enqueueStatements,
  handleJob,
  sql,
  type Command,
  type JobKind,
  type RequestContext,
  type Sweep,
} from "../kernel/index.ts";
import { endImpersonation, impersonationOf, type StoredImpersonation } from "./impersonation.ts";
import { changeShare, shareOf } from "./share.ts";

/** Removes what is over in one company; what was over gave nothing before either. */
export const tidy = defineJob({ kind: "access.tidy", schema: v.strictObject({}) });

/** Milliseconds for which a share that has ended is still shown to whoever looks after it. */
const keptFor = 30 * 86_400_000;

/** How much one attempt removes: each has an event of its own. */
const atOnce = 200;

interface Over {
  readonly shares: readonly ReturnType<typeof shareOf>[];
  readonly impersonations: readonly StoredImpersonation[];
}

const command = (context: RequestContext): Command<Over> => ({
  load: async () => {
    const { company, now, scope } = context;
    const [shares, open] = await scope.read(
      sql`select * from record_share where company_id = ${company}
        and expires_at <= ${now - keptFor} order by expires_at, id limit ${atOnce}`,
      sql`select * from impersonation where company_id = ${company} and ended_at is null
        and ends_at <= ${now} order by ends_at, id limit ${atOnce}`,
    );
    return ok({
      shares: (shares?.rows ?? []).map(shareOf),
      impersonations: (open?.rows ?? []).map(impersonationOf),
    });
  },
  decide: ({ shares, impersonations }) => {
    const dropped = shares
      .map((share) => changeShare(context.company, share, null, "expire"))
      .filter((change) => change !== null);
    const ended = impersonations.map((one) => endImpersonation(context, one));
    const isMore = shares.length === atOnce || impersonations.length === atOnce;
    return ok({
      events: [...dropped.map(({ event }) => event), ...ended.flatMap(({ events }) => events)],
      parts: [],
      roots: [...dropped.map(({ root }) => root), ...ended.flatMap(({ roots }) => roots)],
      jobs: isMore ? [enqueue(tidy, {}, { dedupe: tidy.kind, actor: null })] : [],
      answer: { status: 204 },
    });
  },
});

/** What does the job. */
export const tidyJob: JobKind = handleJob(tidy, (job) => job.complete(command(job.context)));

/** Asks for the job, once an hour, for every company in which something is over. */
export const sweepAccess = (random: RandomBytes): Sweep => ({
  kind: "access.sweep",
  rule: { cron: "11 * * * *", timeZone: "UTC" },
  portion: async (database, now) => {
    const [found] = await database.read([
      sql`select company_id from record_share where expires_at <= ${now - keptFor}
        union select company_id from impersonation where ended_at is null and ends_at <= ${now}`,
    ]);
    const companies = (found?.rows ?? []).map((row) => String(row["company_id"]) as CompanyId);
    const job = enqueue(tidy, {}, { dedupe: tidy.kind, actor: null });
    const statements = companies.flatMap((company) =>
      enqueueStatements(company, now, random, [job]),
    );
    if (statements.length > 0) await database.write(statements);
    return { swept: 0, complete: true };
  },
});
