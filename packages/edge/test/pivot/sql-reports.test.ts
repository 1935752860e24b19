import type { PivotSpec } from "@ennead/core/pivot";
import { createEnnead, hs256Bearer, type Ennead } from "@ennead/edge";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases, openPlace, type Place } from "../support/databases.ts";
import { bulk, linesOf, openEdge, secret, visit, type Edge, type Person } from "../support/edge.ts";
import { unlimited } from "../support/unlimited.ts";

/** Fields of the kinds that a visit does not have, with members that SQL could mistake. */
const more = {
  extends: "visit",
  fields: [
    { name: "score", label: "Score", type: "float" },
    { name: "host", label: "Host", type: "reference", object: "user" },
    {
      name: "tags",
      label: "Tags",
      type: "multiPicklist",
      options: [
        { value: "a", label: 'It\'s; "A" ü' },
        { value: "b", label: "b" },
        { value: "c", label: "', '" },
      ],
    },
  ],
} as const;

interface Field {
  readonly name: string;
  readonly bucket?: object;
  /** Aggregates that it takes, besides counting. */
  readonly aggs?: readonly string[];
  /** People that may not read it. */
  readonly hidden?: readonly Person[];
}

const numeric = ["sum", "avg", "min", "max", "median", "distinct"];

const fields: readonly Field[] = [
  { name: "id", aggs: ["distinct"] },
  { name: "externalId", aggs: ["min", "distinct"] },
  { name: "ownerId" },
  { name: "owner", aggs: ["distinct", "mode"], hidden: ["viewer"] },
  { name: "createdAt", bucket: { kind: "date", grain: "day" } },
  { name: "account", aggs: ["distinct", "max"], hidden: ["viewer"] },
  { name: "account.id" },
  { name: "cost", aggs: numeric, hidden: ["rep"] },
  { name: "cost.currency", hidden: ["rep"] },
  { name: "hours", aggs: numeric },
  { name: "guests", aggs: numeric, bucket: { kind: "bins", edges: [0, 2, 5] } },
  { name: "day", aggs: ["min", "max", "first", "last"], bucket: { kind: "date", grain: "month" } },
  { name: "begins", aggs: ["max"], bucket: { kind: "date", grain: "hour" } },
  { name: "paid", aggs: ["distinct"] },
  { name: "mood", aggs: ["mode", "first"] },
  { name: "score", aggs: numeric },
  { name: "host", aggs: ["distinct"], hidden: ["viewer"] },
  { name: "tags", aggs: ["distinct", "min"] },
];

const filters: readonly (PivotSpec["filter"] & object)[] = [
  ["!=", "mood", "Good"],
  ["and", [">", "guests", 1], ["notNull", "day"]],
  ["or", ["=", "paid", true], ["<", "hours", "3"]],
  ["period", "day", { grain: "year", offset: 0 }],
  ["expr", "guests * 2 > hours || has(score)"],
  ["not", ["expr", 'date(createdAt) < date("2026-01-01") && paid']],
  ["contains", "tags", "A"],
];

const specFor = (person: Person): fc.Arbitrary<PivotSpec> => {
  const seen = fields.filter(({ hidden = [] }) => !hidden.includes(person));
  const dim = (prefix: string) =>
    fc
      .record({ field: fc.constantFrom(...seen), bucketed: fc.boolean() })
      .map(({ field, bucketed }) => ({
        name: `${prefix} ${field.name}`,
        field: field.name,
        ...(bucketed && field.bucket !== undefined ? { bucket: field.bucket } : {}),
      }));
  const value = fc.constantFrom(...seen).chain(({ name, aggs = [] }) =>
    fc
      .record({
        agg: fc.constantFrom("count", ...aggs),
        where: fc.option(fc.constantFrom(...filters), { freq: 3, nil: undefined }),
      })
      .map(({ agg, where }) => ({
        name: `${agg} of ${name}`,
        agg,
        field: name,
        ...(agg === "first" || agg === "last" ? { orderBy: ["day"] } : {}),
        ...(where === undefined ? {} : { where }),
      })),
  );
  const distinctBy = { selector: ({ name }: { name: string }) => name };
  return fc
    .record({
      version: fc.constant(1),
      source: fc.constant("visit"),
      rows: fc.uniqueArray(dim("r"), { ...distinctBy, maxLength: 2 }),
      cols: fc.uniqueArray(dim("c"), { ...distinctBy, maxLength: 1 }),
      values: fc
        .uniqueArray(value, { ...distinctBy, maxLength: 3 })
        .map((some) => [{ name: "n", agg: "records" }, ...some]),
      filter: fc.option(fc.constantFrom(...filters), { freq: 2, nil: undefined }),
      timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
    })
    .map(({ filter, ...spec }) => (filter === undefined ? spec : { ...spec, filter }) as PivotSpec);
};

describe.each(databases)("reports of a large object, on %s", (on) => {
  let place: Place;
  let edge: Edge;
  /** The same database, seen by a process that keeps nothing in memory. */
  let large: Ennead;

  const ask = async (by: Ennead, as: Person, spec: unknown) => {
    const response = await by.fetch(
      new Request("http://ennead.example/api/analytics/reports/run", {
        method: "POST",
        headers: {
          authorization: `Bearer ${await edge.token(as)}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ spec }),
      }),
    );
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body };
  };

  /** An answer without what tells how it was computed. */
  const told = ({ status, body }: Awaited<ReturnType<typeof ask>>) => {
    const { stats, dataVersion: _, requestId: __, ...rest } = body;
    const { rows, selected } = (stats ?? {}) as Record<string, unknown>;
    return { status, ...rest, rows_: rows, selected };
  };

  beforeAll(async () => {
    place = await openPlace(on);
    edge = await openEdge({ objectDefinitions: [visit, more] }, place);
    large = createEnnead({
      db: place.options,
      auth: [hs256Bearer({ secret })],
      clock: () => edge.time.now++,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      keys: [{ id: "test", secret }],
      objectDefinitions: [visit, more],
      limits: { rates: unlimited, datasetRows: 0 },
    });
    const account = async (as: Person, name: string): Promise<unknown> => {
      const made = await edge.send(as, "POST", "/api/records/account", {
        body: { fields: { name } },
      });
      return made.body["id"];
    };
    const accounts = [
      await account("admin", "Acme"),
      await account("rep", "Globex"),
      await account("mate", "Acme"),
    ];
    const rows = Array.from({ length: 60 }, (_, at) => ({
      externalId: `v-${at}`,
      ownerId: edge.users[at % 3 === 0 ? "rep" : at % 3 === 1 ? "admin" : "mate"],
      fields: {
        subject: `Visit ${at}`,
        ...(at % 4 === 3 ? {} : { account: accounts[at % 3] }),
        ...(at % 5 === 4
          ? {}
          : { cost: { amount: `${at * 7}.5`, currency: at % 9 === 0 ? "KWD" : "EUR" } }),
        ...(at % 6 === 5 ? {} : { hours: `${at % 8}.25` }),
        ...(at % 7 === 6 ? {} : { guests: (at % 9) - 2 }),
        ...(at % 8 === 7 ? {} : { day: `2026-0${(at % 9) + 1}-${10 + (at % 19)}` }),
        begins: `2026-03-29T0${at % 4}:30:00Z`,
        ...(at % 3 === 0 ? {} : { paid: at % 2 === 0 }),
        ...(at % 4 === 0 ? {} : { mood: at % 2 === 0 ? "good" : "bad" }),
        ...(at % 5 === 0 ? {} : { score: at % 2 === 0 ? at : at / 4 }),
        ...(at % 3 === 2 ? {} : { host: edge.users[at % 2 === 0 ? "mate" : "admin"] }),
        ...(at % 4 === 1 ? {} : { tags: [["a"], ["a", "c"], ["b", "a"], []][at % 4] }),
      },
    }));
    const raw = rows.map((row) => JSON.stringify(row)).join("\n");
    const loaded = await edge.send("admin", "POST", "/api/records/visit/bulk", {
      raw,
      headers: bulk("visits"),
    });
    const failed = linesOf(loaded).find((line) => line["status"] !== "created");
    if (failed !== undefined) throw new Error(JSON.stringify(failed));
  });
  afterAll(async () => {
    await large.close();
    await edge.close();
  });

  test.each(["admin", "rep", "viewer"] as const)(
    "are what they would be in memory, for %s",
    async (person) => {
      await fc.assert(
        fc.asyncProperty(specFor(person), async (spec) => {
          const inMemory = await ask(edge.ennead, person, spec);
          const inSql = await ask(large, person, spec);
          expect(told(inSql)).toEqual(told(inMemory));
          expect(inMemory.status).toBe(200);
          expect(inSql.body["stats"]).toMatchObject({ executor: "sql" });
          expect(inMemory.body["stats"]).toMatchObject({ executor: "columns" });
        }),
        { numRuns: on === "file" ? 60 : 25 },
      );
    },
  );

  const total = {
    version: 1,
    source: "visit",
    rows: [],
    cols: [],
    values: [{ name: "n", agg: "records" }],
  };

  /** The grand total and the rows that the run tells of. */
  const counted = async (as: Person, spec: unknown = total): Promise<unknown[]> => {
    const { body } = await ask(large, as, spec);
    const [cell] = body["cells"] as unknown[][];
    return [cell?.at(-1), (body["stats"] as Record<string, unknown>)["rows"]];
  };

  test("count what the caller may see, in totals and in what they tell of the run", async () => {
    expect(await counted("admin")).toEqual([60, 60]);
    expect(await counted("rep")).toEqual([20, 20]);
    expect(await counted("mate", { ...total, filter: ["=", "ownerId", edge.users.rep] })).toEqual([
      undefined,
      20,
    ]);
    expect((await ask(large, "stranger", total)).body["cells"]).toEqual([]);
    expect((await ask(large, "nobody", total)).body["code"]).toBe("kernel/not-found");
  });

  /** A file of a report, as this one writes it. */
  const fileBy = async (by: Ennead, of: "cells" | "records"): Promise<Response> => {
    const spec = {
      ...total,
      filter: ["expr", "guests > 1"],
      rows: [{ name: "Mood", field: "mood" }],
    };
    return by.fetch(
      new Request("http://ennead.example/api/analytics/reports/export.csv", {
        method: "POST",
        headers: {
          authorization: `Bearer ${await edge.token("admin")}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ spec, of }),
      }),
    );
  };

  test("are written as a file as they would be from memory", async () => {
    const [inSql, inMemory] = [await fileBy(large, "cells"), await fileBy(edge.ennead, "cells")];
    expect([inSql.status, inMemory.status]).toEqual([200, 200]);
    const written = await inSql.text();
    expect(written).toContain("Good");
    expect(written).toBe(await inMemory.text());
  });

  test("refuse what would load the whole object: the records beneath them", async () => {
    expect((await fileBy(edge.ennead, "records")).status).toBe(200);
    const refused = await fileBy(large, "records");
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({
        code: "pivot/not-in-sql",
        errors: [expect.objectContaining({ pointer: "/spec/source" })],
      }),
    ]);
  });

  test("refuse hidden and unknown fields by the place where they are used", async () => {
    const by = (field: string) => ({ ...total, rows: [{ name: "x", field }] });
    const hidden = await ask(large, "rep", by("cost"));
    expect(hidden.body["errors"]).toMatchObject([
      { code: "pivot/field-forbidden", pointer: "/spec/rows/0/field" },
    ]);
    const unknown = await ask(large, "rep", by("nope"));
    expect(unknown.body["code"]).toBe("pivot/unknown-field");
    const free = await ask(large, "rep", { ...total, filter: ["expr", "cost > 1"] });
    expect(free.status).toBe(422);
  });

  /** The total that a viewer is told, and of which data. */
  const current = async () => {
    const { body } = await ask(large, "viewer", total);
    return [(body["cells"] as unknown[][])[0]?.at(-1), body["dataVersion"]];
  };

  test("follow what changes, and are known until it does", async () => {
    const first = await current();
    expect(await current()).toEqual(first);
    const { rows } = await edge.db.execute(
      "select cached from report_run order by at desc limit 1",
    );
    expect(rows[0]?.["cached"]).toBe(1);
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "One more" } },
    });
    const [count, version] = await current();
    expect(count).toBe(Number(first[0]) + 1);
    expect(version).not.toBe(first[1]);
    await edge.send("admin", "DELETE", `/api/records/visit/${String(made.body["id"])}`);
    expect((await current())[0]).toBe(first[0]);
  });

  test.each<["sql" | "columns", unknown]>([
    ["sql", ["period", "day", { grain: "day" }]],
    ["sql", ["expr", "day == today()"]],
    ["columns", ["period", "day", { grain: "day" }]],
    ["columns", ["expr", "day == today()"]],
  ])(
    "are not those of yesterday once midnight has passed, in %s by %j",
    async (executor, filter) => {
      const start = edge.time.now;
      // Half an hour before midnight in Berlin.
      edge.time.now = Date.parse("2026-05-28T21:30:00Z");
      const made = await edge.send("admin", "POST", "/api/records/visit", {
        body: { fields: { subject: "Of the day", day: "2026-05-28" } },
      });
      const asked = async (): Promise<unknown> => {
        const by = executor === "sql" ? large : edge.ennead;
        const spec = { ...total, filter, timeZone: "Europe/Berlin" };
        const { body } = await ask(by, "admin", spec);
        expect(body["stats"]).toMatchObject({ executor });
        return (body["cells"] as unknown[][])[0]?.at(-1) ?? 0;
      };
      expect(await asked()).toBe(1);
      edge.time.now += 3_600_000;
      expect(await asked()).toBe(0);
      await edge.send("admin", "DELETE", `/api/records/visit/${String(made.body["id"])}`);
      edge.time.now = start;
    },
  );
});
