import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, pivotResultJson } from "@ennead/core/pivot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openWorld, type Answer, type World } from "../access/acme.ts";

let world: World;

const deals = [
  ["ada", "North", "Closed Won", "2024-01-31", "10.50"],
  ["ada", "North", "Closed Won", "2024-05-02", "4.00"],
  ["ada", "South", "Prospecting", null, null],
  ["bob", "South", "Closed Won", "2024-02-14", "20.25"],
  ["bob", "North", "Closed Lost", "2024-02-15", "7.00"],
] as const;

beforeAll(async () => {
  world = await openWorld();
  for (const [owner, region, stage, closeDate, amount] of deals) {
    const made = await world.send(owner, "POST", "/api/records/opportunity", {
      fields: {
        name: "Deal",
        region,
        stage,
        closeDate,
        amount: amount === null ? null : { amount, currency: "EUR" },
      },
    });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }
});
afterAll(() => world.close());

const spec = {
  version: 1,
  source: "opportunity",
  filter: ["=", "stage", "Closed Won"],
  rows: [{ name: "region", field: "region" }],
  cols: [{ name: "quarter", field: "closeDate", bucket: { kind: "date", grain: "quarter" } }],
  values: [
    { name: "won", agg: "sum", field: "amount", currency: "amount.currency" },
    { name: "deals", agg: "records" },
  ],
};

const reports = "/api/analytics/reports";

const save = (as: "ada" | "bob" | "amy", more: object = {}): Promise<Answer> =>
  world.send(as, "POST", reports, { name: "Won by quarter", spec, ...more });

const run = (as: Parameters<World["send"]>[0], changed: object = {}): Promise<Answer> =>
  world.send(as, "POST", `${reports}/run`, { spec: { ...spec, ...changed } });

const errorsOf = ({ body }: Answer): unknown[] =>
  (body["errors"] as { code: string; pointer: string }[]).map((one) => [one.code, one.pointer]);

/** Cells of the grand total. */
const total = ({ body }: Answer): unknown => (body["cells"] as unknown[][])[0]?.slice(2);

describe("a run", () => {
  test("answers the same cells as the engine on the same rows", async () => {
    const answer = await run("vic");
    expect(answer.status).toBe(200);
    const dataset = unwrap(
      datasetFromRows(
        deals.map(([, region, stage, closeDate, amount]) => ({
          region,
          stage,
          closeDate,
          amount,
          "amount.currency": amount === null ? null : "EUR",
        })),
        [
          { name: "region", type: "text" },
          { name: "stage", type: "text" },
          { name: "closeDate", type: "date" },
          { name: "amount", type: "money", scale: 2 },
          { name: "amount.currency", type: "text" },
        ],
      ),
    );
    const expected = pivotResultJson(unwrap(pivot(spec, dataset, { now: 0 })));
    const { dataVersion, ...result } = answer.body;
    expect(dataVersion).toEqual(expect.any(String));
    const { stats, ...cells } = JSON.parse(JSON.stringify(expected)) as typeof expected;
    expect(result).toEqual({ ...cells, stats: { ...stats, executor: "columns" } });
  });

  test("counts only what the caller may see, in totals and in what it tells of the run", async () => {
    expect(total(await run("vic"))).toEqual([3, "34.75", 3]);
    const mine = await run("ada");
    expect(total(mine)).toEqual([2, "14.50", 2]);
    expect(mine.body["stats"]).toMatchObject({ rows: 3, selected: 2 });
    expect(total(await run("bob"))).toEqual([1, "20.25", 1]);
  });

  test("refuses a field that is hidden from the caller, wherever it is used", async () => {
    const uses: readonly (readonly [object, string])[] = [
      [{ rows: [{ name: "p", field: "probability" }] }, "/spec/rows/0/field"],
      [{ values: [{ name: "p", agg: "avg", field: "probability" }] }, "/spec/values/0/field"],
      [{ filter: ["notNull", "probability"] }, "/spec/filter/1"],
      [
        { values: [{ name: "n", agg: "records", where: ["notNull", "probability"] }] },
        "/spec/values/0/where/1",
      ],
    ];
    for (const [use, pointer] of uses) {
      const answer = await run("ada", use);
      expect(errorsOf(answer)).toEqual([["pivot/field-forbidden", pointer]]);
    }
    expect((await run("vic", { rows: [{ name: "p", field: "probability" }] })).status).toBe(200);
  });

  test("refuses what is wrong in a spec with the place of each fault", async () => {
    const answer = await run("vic", {
      rows: [{ name: "x", field: "nope" }],
      values: [{ name: "s", agg: "sum", field: "region" }],
    });
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)).toEqual([
      ["pivot/unknown-field", "/spec/rows/0/field"],
      ["pivot/bad-aggregate", "/spec/values/0/agg"],
    ]);
  });

  test("finds no object that does not exist or that the caller may not read", async () => {
    for (const source of ["nothing", "account", "constructor"]) {
      const answer = await run("vic", { source });
      expect([answer.status, answer.body["code"]]).toEqual([404, "kernel/not-found"]);
    }
  });

  test("sees a change at once", async () => {
    const before = await run("amy");
    const made = await world.send("amy", "POST", "/api/records/opportunity", {
      fields: {
        name: "Late",
        stage: "Closed Won",
        closeDate: "2024-08-01",
        amount: { amount: "100.00", currency: "EUR" },
      },
    });
    const after = await run("amy");
    expect(after.body["dataVersion"]).not.toBe(before.body["dataVersion"]);
    expect(total(after)).toEqual([4, "134.75", 4]);
    const id = String(made.body["id"]);
    expect((await world.send("amy", "DELETE", `/api/records/opportunity/${id}`)).status).toBe(204);
    expect(total(await run("amy"))).toEqual([3, "34.75", 3]);
  });

  test("names a referred record only to those who may see it, whoever asked before", async () => {
    const one = await openWorld();
    const defaults = { account: "none" };
    await one.send("amy", "PATCH", "/api/access/company", { defaults });
    const own = ["create", "read"];
    const made = await one.send("amy", "POST", "/api/access/permission-sets", {
      name: "Sees all deals",
      objects: { opportunity: ["create", "viewAll"], account: own },
      fields: {},
      system: [],
    });
    for (const who of ["ada", "bob"] as const) {
      const sets = [made.body["id"]];
      await one.send("amy", "PATCH", `/api/access/users/${one.users[who]}`, { sets });
      const account = await one.send(who, "POST", "/api/records/account", {
        fields: { name: `Account of ${who}` },
      });
      await one.send(who, "POST", "/api/records/opportunity", {
        fields: { name: "Deal", stage: "Prospecting", account: account.body["id"] },
      });
    }
    const names = async (who: "ada" | "bob"): Promise<unknown[]> => {
      const { body } = await one.send(who, "POST", `${reports}/run`, {
        spec: {
          version: 1,
          source: "opportunity",
          rows: [{ name: "account", field: "account" }],
          cols: [],
          values: [{ name: "deals", agg: "records" }],
        },
      });
      const { nodes } = body["rows"] as { nodes: { path: unknown[]; records: number }[] };
      return nodes.map(({ path, records }) => [...path, records]);
    };
    expect(await names("ada")).toEqual([[2], ["Account of ada", 1], [null, 1]]);
    expect(await names("bob")).toEqual([[2], ["Account of bob", 1], [null, 1]]);
    await one.close();
  });

  test("reads users as an object like any other", async () => {
    const answer = await run("amy", {
      source: "user",
      filter: ["=", "active", true],
      rows: [{ name: "roles", field: "roles" }],
      cols: [],
      values: [{ name: "people", agg: "records" }],
    });
    expect(total(answer)).toEqual([5, 5]);
  });
});

const namesFor = async (as: "ada" | "vic"): Promise<unknown[]> => {
  const { body } = await world.send(as, "GET", `${reports}?sort=name&limit=100`);
  return (body["items"] as { name: string }[]).map(({ name }) => name);
};

describe("a saved report", () => {
  test("is created, read, changed and deleted, each with its audit event", async () => {
    const made = await save("ada", { description: "Ours", view: { chart: "bar" } });
    expect(made.status).toBe(201);
    const id = String(made.body["id"]);
    const at = `${reports}/${id}`;
    expect(made.headers.get("location")).toBe(`reports/${id}`);
    expect(made.body).toMatchObject({
      name: "Won by quarter",
      description: "Ours",
      spec,
      view: { chart: "bar" },
      ownerId: world.users.ada,
      version: 1,
    });
    expect((await world.send("ada", "GET", at)).body).toEqual(made.body);
    const changed = await world.send("ada", "PATCH", at, { name: "Won", description: null });
    expect(changed.body).toMatchObject({ name: "Won", description: null, version: 2, spec });
    const same = await world.send("ada", "PATCH", at, { name: "Won" });
    expect(same.body["version"]).toBe(2);
    const stale = await world.send("ada", "PATCH", at, { name: "x" }, { "if-match": 'W/"1"' });
    expect(stale.status).toBe(412);
    expect((await world.send("ada", "DELETE", at)).status).toBe(204);
    expect((await world.send("ada", "GET", at)).status).toBe(404);
    const { rows } = await world.db.execute({
      sql: "select action, version from audit_event where entity_id = ? order by seq",
      args: [id],
    });
    expect(rows.map((row) => [row["action"], row["version"]])).toEqual([
      ["pivot.report.create", 1],
      ["pivot.report.update", 2],
      ["pivot.report.delete", 3],
    ]);
  });

  test("runs with the rights of whoever runs it", async () => {
    const { body } = await save("amy", { spec: { ...spec, source: "opportunity" } });
    const at = `${reports}/${String(body["id"])}/run`;
    expect(total(await world.send("amy", "POST", at))).toEqual([3, "34.75", 3]);
    expect((await world.send("ada", "POST", at)).status).toBe(404);
    await world.send("amy", "PATCH", "/api/access/company", {
      defaults: { account: "read", "pivot.report": "read" },
    });
    expect(total(await world.send("ada", "POST", at))).toEqual([2, "14.50", 2]);
    const refused = await world.send("ada", "PATCH", at.replace("/run", ""), { name: "Mine" });
    expect([refused.status, refused.body["code"]]).toEqual([403, "access/forbidden"]);
    await world.send("amy", "PATCH", "/api/access/company", { defaults: { account: "read" } });
  });

  test("is listed to those who may read it", async () => {
    await save("ada", { name: "Of Ada" });
    await save("bob", { name: "Of Bob" });
    expect(await namesFor("vic")).toEqual(expect.arrayContaining(["Of Ada", "Of Bob"]));
    expect(await namesFor("ada")).toContain("Of Ada");
    expect(await namesFor("ada")).not.toContain("Of Bob");
  });

  test.each(["Won\r\nBcc: all@x.example", "Won\u2028", " \t "])(
    "has a name in one line, not %j",
    async (name) => {
      expect(await save("ada", { name })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "/name" }] },
      });
    },
  );

  test("is not saved with a spec that the caller could not run", async () => {
    const wrong = await save("ada", { spec: { ...spec, rows: [{ name: "x", field: "nope" }] } });
    expect(errorsOf(wrong)).toEqual([["pivot/unknown-field", "/spec/rows/0/field"]]);
    const hidden = { ...spec, rows: [{ name: "p", field: "probability" }] };
    expect((await save("ada", { spec: hidden })).body["code"]).toBe("pivot/field-forbidden");
  });

  test("of another company is not there", async () => {
    const { body } = await save("amy");
    const at = `${reports}/${String(body["id"])}`;
    for (const [method, path] of [
      ["GET", at],
      ["DELETE", at],
      ["POST", `${at}/run`],
    ] as const) {
      expect((await world.send("gus", method, path)).status).toBe(404);
    }
    const list = await world.send("gus", "GET", `${reports}?total=true`);
    expect(list.body).toEqual({ items: [], next: null, total: 0 });
  });
});
