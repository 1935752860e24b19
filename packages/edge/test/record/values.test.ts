import { afterAll, beforeAll, expect, test } from "vitest";

import type { Drift } from "../../src/kernel/index.ts";
import { bulk, linesOf, openEdge, type Edge } from "../support/edge.ts";

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge();
  const rows = Array.from({ length: 1200 }, (_, at) => ({
    externalId: `v-${at}`,
    fields: {
      subject: `Visit ${at % 50}`,
      cost: { amount: `${at}.25`, currency: at % 2 === 0 ? "EUR" : "JPY" },
      ...(at % 3 === 0 ? {} : { hours: `${at}.5`, day: "2026-01-31" }),
      code: `C${at}`,
    },
  })).map((row) =>
    row.fields.cost.currency === "JPY"
      ? { ...row, fields: { ...row.fields, cost: { amount: "9007199254740991", currency: "JPY" } } }
      : row,
  );
  const sent = await edge.send("admin", "POST", "/api/records/visit/bulk", {
    raw: rows.map((row) => JSON.stringify(row)).join("\n"),
    headers: bulk("values"),
  });
  if (linesOf(sent).some(({ status }) => status !== "created")) throw new Error(sent.text);
});
afterAll(() => edge.close());

const all = async (): Promise<string> => {
  const { rows } = await edge.db.execute(
    "select object, field, typeof(value), quote(value), root_id from record_value order by 1, 2, 4, 5",
  );
  return JSON.stringify(rows.map((row) => Object.values(row)));
};

/** What is told of the tables that follow from records; other rooms have tables of their own. */
const ofRecords = async (told: Promise<readonly Drift[]>): Promise<readonly Drift[]> =>
  (await told).filter(({ table }) => table.startsWith("record_"));

const whole = [
  { table: "record_value", missing: 0, extra: 0 },
  { table: "record_indexed", missing: 0, extra: 0 },
];

test("indexed values that are whole verify, and a rebuild changes nothing", async () => {
  const before = await all();
  expect(await ofRecords(edge.ennead.verify(edge.ours))).toEqual(whole);
  expect(await ofRecords(edge.ennead.rebuild(edge.ours))).toEqual(whole);
  expect(await all()).toBe(before);
});

test("indexed values that were lost, changed or invented are told and made right", async () => {
  const before = await all();
  await edge.db.batch(
    [
      "delete from record_value where field = 'hours' and value > 500",
      "update record_value set value = 'Forged' where field = 'subject' and value = 'Visit 7'",
      `insert into record_value select company_id, object, 'gone', x'', root_id from record_value
        where field = 'mood' limit 40`,
      `insert into record_value values ('${edge.ours}', 'nothing', 'a', 1.5, 'x')`,
    ],
    "write",
  );
  const told = await ofRecords(edge.ennead.verify(edge.ours));
  expect(told[0]?.missing).toBeGreaterThan(24);
  expect(told[0]?.extra).toBe(24 + 40 + 1);
  expect(await ofRecords(edge.ennead.rebuild(edge.ours))).toEqual(told);
  expect(await ofRecords(edge.ennead.verify(edge.ours))).toEqual(whole);
  expect(await all()).toBe(before);
});

test("a rebuild beside writers ends with everything right", async () => {
  await edge.db.execute("delete from record_value where field in ('subject', 'cost')");
  const load = edge.send("admin", "POST", "/api/records/visit/bulk", {
    raw: Array.from({ length: 1200 }, (_, at) =>
      JSON.stringify({ externalId: `v-${at}`, fields: { subject: `Later ${at}` } }),
    ).join("\n"),
    headers: bulk("meanwhile"),
  });
  await Promise.all([load, edge.ennead.rebuild(edge.ours)]);
  await edge.ennead.rebuild(edge.ours);
  expect(await ofRecords(edge.ennead.verify(edge.ours))).toEqual(whole);
});
