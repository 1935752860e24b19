import { ok, uuidv7 } from "@ennead/core/kernel";

import { sql, type RequestContext, type Sweep } from "../kernel/index.ts";

/** What one computation of a report took. */
export interface RunNote {
  /** Null for a spec that is not saved. */
  readonly report: string | null;
  readonly ms: number;
  /** Records that took part. */
  readonly rows: number;
  readonly cells: number;
  readonly cached: boolean;
  /** Code of the fault that ended it. */
  readonly fault: string | null;
}

/** Notes down who ran what, and what it took. It changes nothing, so it is no event; a note that fails fails alone. */
export const noteRun = async (
  context: RequestContext,
  { report, ms, rows, cells, cached, fault }: RunNote,
): Promise<void> => {
  const { company, principal, route, now, random, services } = context;
  const statement = sql`insert into report_run(company_id, id, report_id, actor, route, at, ms, rows, cells,
      cached, fault)
    values (${company}, ${uuidv7(now, random)}, ${report}, ${principal.actor}, ${route}, ${now},
      ${Math.max(0, Math.round(ms))}, ${rows}, ${cells}, ${cached ? 1 : 0}, ${fault})`;
  try {
    await services.uow.run(
      context,
      {
        load: () => Promise.resolve(ok(null)),
        decide: () => ok({ events: [], parts: [statement], roots: [], answer: { status: 204 } }),
      },
      null,
    );
  } catch (error) {
    services.logger("warn", "report-run", { error: String(error) });
  }
};

/** Milliseconds for which runs are known. */
const keptFor = 90 * 86_400_000;

const atOnce = 1000;

/** Forgets, once a day, runs that are over three months old. */
export const forgetRuns: Sweep = {
  kind: "report.forgetRuns",
  rule: { cron: "41 4 * * *", timeZone: "UTC" },
  portion: async (database, now) => {
    const [gone] = await database.write([
      sql`delete from report_run where (company_id, id) in (select company_id, id
        from report_run where at < ${now - keptFor} limit ${atOnce})`,
    ]);
    return { swept: 0, complete: (gone?.changes ?? 0) < atOnce };
  },
};
