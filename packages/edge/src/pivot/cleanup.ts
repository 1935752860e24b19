import { sql, type Sweep } from "../kernel/index.ts";

/** Milliseconds for which it is known what became of each mail; the log knows for longer. */
const keptFor = 400 * 86_400_000;

const atOnce = 1000;

/** Forgets, once a day, deliveries that are over a year old. */
export const cleanup: Sweep = {
  kind: "report.cleanup",
  rule: { cron: "23 4 * * *", timeZone: "UTC" },
  portion: async (database, now) => {
    const [gone] = await database.write([
      sql`delete from report_delivery where (company_id, id) in (select company_id, id
        from report_delivery where created_at < ${now - keptFor} limit ${atOnce})`,
    ]);
    return { swept: 0, complete: (gone?.changes ?? 0) < atOnce };
  },
};
