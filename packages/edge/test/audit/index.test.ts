import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

describe.each(databases)("the explorer's index on %s", { timeout: 60_000 }, (on) => {
  let edge: Edge;
  const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
    (await edge.db.execute(sql)).rows.map((row) => ({ ...row }));

  beforeAll(async () => {
    edge = await openEdge({}, on);
    for (let at = 0; at < 3; at += 1) {
      await edge.send("rep", "POST", "/api/records/visit", {
        body: { fields: { subject: `Visit ${at}` } },
      });
    }
    await edge.ennead.tick(edge.time.now);
  });
  afterAll(() => edge.close());

  const drift = { table: "audit_posting", missing: 0, extra: 0 };
  const ours = async (): Promise<unknown> =>
    (await edge.ennead.verify(edge.ours)).find(({ table }) => table === "audit_posting");

  test("a tick brings it up to the log of each company", async () => {
    const heads = await rows("select company_id, seq from audit_head order by 1");
    expect(await rows("select company_id, seq from audit_indexed order by 1")).toEqual(heads);
    expect(
      await rows(`select count(*) as n from audit_posting where company_id = '${edge.ours}'
        and facet = 'actor' and value = '${edge.users.rep}'`),
    ).toEqual([{ n: 3 }]);
    expect(await ours()).toEqual(drift);
  });

  test("what was lost or slipped in is found and made right", async () => {
    await edge.db.batch([
      `delete from audit_posting where company_id = '${edge.ours}' and facet = 'field'`,
      `delete from audit_posting where facet = 'time' and company_id = '${edge.ours}' and seq = 2`,
      `insert into audit_posting values ('${edge.ours}', 'actor', 'nobody', 1),
        ('${edge.ours}', 'record', 'visit/x', 900000), ('${edge.ours}', 'time', '999999999999999', 1)`,
    ]);
    const found = (await ours()) as { readonly extra: number };
    expect(found.extra).toBeGreaterThanOrEqual(3);
    const fixed = (await edge.ennead.rebuild(edge.ours)).find(
      ({ table }) => table === "audit_posting",
    );
    expect(fixed?.extra).toBe(found.extra);
    expect(fixed?.missing).toBeGreaterThan(3);
    expect(await ours()).toEqual(drift);
  });

  test("times ascend with the log where a clock went back", async () => {
    const { now } = edge.time;
    edge.time.now = now - 3_600_000;
    await edge.send("rep", "POST", "/api/records/visit", { body: { fields: { subject: "Past" } } });
    edge.time.now = now + 60_000;
    await edge.ennead.tick(edge.time.now);
    const times = await rows(`select seq from audit_posting where company_id = '${edge.ours}'
      and facet = 'time' order by value`);
    const seqs = times.map(({ seq }) => Number(seq));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(await ours()).toEqual(drift);
  });
});
