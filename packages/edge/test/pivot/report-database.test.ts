import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { createEnnead, hs256Bearer, type Ennead, type ReportDatabase } from "@ennead/edge";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openPlace, type Place } from "../support/databases.ts";
import { bulk, openEdge, ours, secret, visit, type Edge, type Person } from "../support/edge.ts";
import { unlimited } from "../support/unlimited.ts";

let place: Place;
let edge: Edge;
let large: Ennead;
let duckdb: DuckDBConnection;
let runs = 0;
let isBroken = false;

const copied: ReportDatabase = {
  dialect: "duckdb",
  table: (_, object) =>
    object === "visit"
      ? {
          table: "visits",
          company: "t.tenant",
          columns: new Map([
            ["id", { type: "text" }],
            ["ownerId", { type: "text", column: "owner_id" }],
            ["owner", { type: "text", column: "owner_name" }],
            ["guests", { type: "int" }],
            ["hours", { type: "decimal", scale: 2, column: "hundredths" }],
            ["mood", { type: "text" }],
          ]),
          version: () => Promise.resolve("1"),
        }
      : null,
  run: async (queries) => {
    if (isBroken) throw new Error("away");
    runs += 1;
    const answers = [];
    for (const { sql, params } of queries) {
      answers.push((await duckdb.runAndReadAll(sql, [...params])).getRows());
    }
    return answers;
  },
};

const visits = Array.from({ length: 40 }, (_, at) => ({
  guests: at % 7,
  hours: `${at % 5}.25`,
  mood: at % 3 === 0 ? "good" : "bad",
  by: at % 4 === 0 ? ("rep" as const) : ("admin" as const),
}));

beforeAll(async () => {
  place = await openPlace("file");
  edge = await openEdge({ objectDefinitions: [visit] }, place);
  const lines = visits.map(({ by, ...fields }, at) => ({
    externalId: `v-${at}`,
    ownerId: edge.users[by],
    fields: { subject: `Visit ${at}`, ...fields },
  }));
  await edge.send("admin", "POST", "/api/records/visit/bulk", {
    raw: lines.map((line) => JSON.stringify(line)).join("\n"),
    headers: bulk("visits"),
  });
  duckdb = await (await DuckDBInstance.create(":memory:")).connect();
  await duckdb.run(
    "create table visits (tenant varchar, id varchar, owner_id varchar, owner_name varchar, guests bigint, hundredths bigint, mood varchar)",
  );
  for (const [at, { guests, hours, mood, by }] of visits.entries()) {
    const row = [
      ours,
      `v${at}`,
      edge.users[by],
      by,
      BigInt(guests),
      BigInt(hours.replace(".", "")),
      mood === "good" ? "Good" : "Bad",
    ];
    await duckdb.run("insert into visits values (?, ?, ?, ?, ?, ?, ?)", row);
  }
  await duckdb.run("insert into visits values ('another', 'x', 'y', 'z', 1000, 1, 'Bad')");
  large = createEnnead({
    db: place.options,
    auth: [hs256Bearer({ secret })],
    clock: () => edge.time.now++,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keys: [{ id: "test", secret }],
    objectDefinitions: [visit],
    limits: { rates: unlimited, datasetRows: 0 },
    reportDatabase: copied,
    logger: () => {},
  });
});
afterAll(async () => {
  duckdb.closeSync();
  await large.close();
  await edge.close();
});

const spec = {
  version: 1,
  source: "visit",
  filter: ["expr", "hours * 2 > guests"],
  rows: [{ name: "Owner", field: "owner" }],
  cols: [{ name: "Mood", field: "mood" }],
  values: [
    { name: "Guests", agg: "sum", field: "guests" },
    { name: "Hours", agg: "median", field: "hours" },
  ],
};

const ask = async (by: Ennead, as: Person, asked: unknown = spec) => {
  const response = await by.fetch(
    new Request("http://ennead.example/api/analytics/reports/run", {
      method: "POST",
      headers: {
        authorization: `Bearer ${await edge.token(as)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ spec: asked }),
    }),
  );
  expect(response.status).toBe(200);
  const { rows, cols, cells, stats } = (await response.json()) as Record<string, unknown>;
  const { rows: visible, selected } = stats as Record<string, unknown>;
  return { rows, cols, cells, visible, selected };
};

test("a column store of the host answers whoever may see every record, with the same cells", async () => {
  const before = runs;
  expect(await ask(large, "admin")).toEqual(await ask(edge.ennead, "admin"));
  expect(runs).toBe(before + 1);
});

test("whoever may see some records is answered by the company's own database", async () => {
  const before = runs;
  const own = await ask(large, "rep");
  expect(own).toEqual(await ask(edge.ennead, "rep"));
  expect([own.visible, runs]).toEqual([10, before]);
});

test("what the copy lacks is asked of the company's own database, and so is everything while it is away", async () => {
  const before = runs;
  const lacking = { ...spec, rows: [{ name: "Subject", field: "subject" }] };
  expect(await ask(large, "admin", lacking)).toEqual(await ask(edge.ennead, "admin", lacking));
  isBroken = true;
  const other = { ...spec, rows: [] };
  expect(await ask(large, "admin", other)).toEqual(await ask(edge.ennead, "admin", other));
  isBroken = false;
  expect(runs).toBe(before);
});
