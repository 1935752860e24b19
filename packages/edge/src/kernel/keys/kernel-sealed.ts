import { databaseOf } from "../db/scope.ts";
import { sql } from "../db/sql.ts";
import { resealPayload } from "../jobs/sealed-payload.ts";
import type { SealedCount, SealedValues } from "./sealed-values.ts";

/** What stands before the key's id in a sealed payload. */
const begin = '{"$sealed":"es1.';

/**
 * What the kernel itself keeps sealed. Stored answers are only counted: they are swept after 48 hours. So are payloads of
 * jobs that run: they end, or their next attempt is made.
 */
export const kernelSealed: SealedValues = {
  count: async ({ company, read }) => {
    const results = await read(
      sql`select 'idempotency.response' as place, substr(v, 1, instr(v, '.') - 1) as key,
          count(*) as count
        from (select substr(response, 5) as v from idempotency where company_id = ${company})
        group by 2`,
      sql`select 'job.payload' as place, substr(v, 1, instr(v, '.') - 1) as key, count(*) as count
        from (select substr(payload, ${begin.length + 1}) as v from job
          where company_id = ${company} and substr(payload, 1, ${begin.length}) = ${begin})
        group by 2`,
    );
    return results.flatMap(({ rows }) =>
      rows.map((row): SealedCount => ({
        place: String(row["place"]),
        key: String(row["key"]),
        values: Number(row["count"]),
      })),
    );
  },
  reseal: async ({ company, scope, services }) => {
    const own = `${begin}${services.keys.newest}.`;
    let last = "";
    for (;;) {
      const [found] = await scope.read(
        sql`select id, kind, payload from job where company_id = ${company} and id > ${last}
          and substr(payload, 1, ${begin.length}) = ${begin} and substr(payload, 1, ${own.length}) <> ${own}
          order by id limit 1`,
      );
      const row = found?.rows[0];
      if (row === undefined) return;
      last = String(row["id"]);
      const before = String(row["payload"]);
      const after = await resealPayload(services.keys, company, String(row["kind"]), before);
      if (after === null) continue;
      // A payload that was replaced meanwhile is sealed by the newest key already.
      await databaseOf(scope).write([
        sql`update job set payload = ${after}
          where company_id = ${company} and id = ${last} and payload = ${before}`,
      ]);
    }
  },
};
