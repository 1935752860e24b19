import { afterAll, beforeAll, expect, test } from "vitest";

import { openWorld, type Answer, type World } from "../access/acme.ts";

const reports = "/api/analytics/reports";

const spec = {
  version: 1,
  source: "opportunity",
  rows: [
    {
      name: "region",
      field: "region",
      top: { n: 1, by: "amount", dir: "desc", others: true },
    },
  ],
  cols: [{ name: "stage", field: "stage" }],
  values: [
    { name: "amount", agg: "sum", field: "amount", currency: "amount.currency" },
    { name: "won", agg: "records", where: ["=", "stage", "Closed Won"] },
    { name: "deals", agg: "records" },
  ],
};

const deals = [
  ["ada", "North", "Closed Won", "100.00"],
  ["ada", "North", "Prospecting", "50.00"],
  ["bob", "North", "Closed Won", "25.00"],
  ["bob", "South", "Closed Won", "10.00"],
  ["ada", "East", "Closed Lost", "5.00"],
] as const;

let world: World;
let id: string;
beforeAll(async () => {
  world = await openWorld();
  for (const [at, [owner, region, stage, amount]] of deals.entries()) {
    await world.send(owner, "POST", "/api/records/opportunity", {
      fields: { name: `Deal ${at}`, region, stage, amount: { amount, currency: "EUR" } },
    });
  }
  await world.send("amy", "PATCH", "/api/access/company", {
    defaults: { account: "read", "pivot.report": "read" },
  });
  id = String((await world.send("amy", "POST", reports, { name: "Drill", spec })).body["id"]);
});
afterAll(() => world.close());

type Person = Parameters<World["send"]>[0];

const records = (as: Person, body: object): Promise<Answer> =>
  world.send(as, "POST", `${reports}/${id}/records`, body);

const names = ({ body }: Answer): unknown[] =>
  (body["items"] as { cells: { name: string } }[]).map(({ cells }) => cells.name);

test("every cell and total leads to its records, Others too", async () => {
  const others = { others: true };
  expect(names(await records("amy", { row: [], col: [] }))).toHaveLength(5);
  expect(names(await records("amy", { row: ["North"], col: ["Closed Won"] }))).toEqual([
    "Deal 0",
    "Deal 2",
  ]);
  expect(names(await records("amy", { row: [others], col: [] }))).toEqual(["Deal 3", "Deal 4"]);
  expect(names(await records("amy", { row: [], col: ["Prospecting"] }))).toEqual(["Deal 1"]);
  expect(names(await records("amy", { row: [others], col: [], value: "won" }))).toEqual(["Deal 3"]);
  expect(names(await records("amy", { row: ["Nowhere"], col: [] }))).toEqual([]);
});

test("pages go on after the last record, also when others have come or gone between", async () => {
  const first = await records("amy", { row: [], col: [], limit: 2 });
  expect(first.body).toMatchObject({ total: 5, next: expect.any(String) });
  const made = await world.send("amy", "POST", "/api/records/opportunity", {
    fields: { name: "Between", stage: "Prospecting" },
  });
  const gone = (first.body["items"] as { id: string }[])[1]?.id;
  const kept = await world.send("amy", "GET", `/api/records/opportunity/${gone}`);
  await world.send("amy", "DELETE", `/api/records/opportunity/${gone}`);
  const second = await records("amy", { row: [], col: [], limit: 2, after: first.body["next"] });
  expect(names(second)).toEqual(["Deal 2", "Deal 3"]);
  await world.send("amy", "DELETE", `/api/records/opportunity/${String(made.body["id"])}`);
  await world.send("amy", "POST", "/api/records/opportunity", { fields: kept.body["fields"] });
});

test("records and fields are those of the caller, not of the report's owner", async () => {
  const answer = await records("ada", { row: [], col: [] });
  expect(new Set(names(answer))).not.toContain("Deal 2");
  const columns = (answer.body["columns"] as { name: string }[]).map(({ name }) => name);
  expect(columns).toContain("amount");
  expect(columns).not.toContain("probability");
  expect((await records("gus", { row: [], col: [] })).status).toBe(404);
});

test("a path that the report cannot have is refused with its place", async () => {
  const deep = await records("amy", { row: ["North", "x"], col: ["a", "b"] });
  expect(deep.status).toBe(422);
  expect((deep.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
    "/row",
    "/col",
  ]);
  const none = await records("amy", { row: [], col: [], value: "nope" });
  expect(none.body["code"]).toBe("pivot/unknown-value");
});

test("a cell explains itself by its path, its numbers and what brought most, to each with his own", async () => {
  const ask = (as: Person): Promise<Answer> =>
    world.send(as, "POST", `${reports}/${id}/explain`, {
      row: ["North"],
      col: [],
      value: "amount",
    });
  const all = await ask("amy");
  expect(all.body).toMatchObject({
    path: [{ axis: "rows", level: "region", member: "North" }],
    value: "175.00",
    topRecords: [
      { label: "Deal 0", value: "100.00" },
      { label: "Deal 1", value: "50.00" },
      { label: "Deal 2", value: "25.00" },
    ],
  });
  const own = await ask("ada");
  expect(own.body["topRecords"]).not.toContainEqual(expect.objectContaining({ label: "Deal 2" }));
  const nowhere = await world.send("amy", "POST", `${reports}/${id}/explain`, {
    row: ["Nowhere"],
    col: [],
    value: "amount",
  });
  expect([nowhere.status, nowhere.body["code"]]).toEqual([422, "pivot/unknown-cell"]);
});

test("the catalogue names the objects and fields that one may report on, and no others", async () => {
  const objects = async (as: Person): Promise<Map<string, string[]>> => {
    const { body } = await world.send(as, "GET", "/api/analytics/fields");
    const items = body["items"] as { object: string; fields: { name: string }[] }[];
    return new Map(items.map(({ object, fields }) => [object, fields.map(({ name }) => name)]));
  };
  const admin = await objects("amy");
  expect([...admin.keys()]).toEqual(["account", "opportunity", "product", "user"]);
  expect(admin.get("opportunity")).toEqual(
    expect.arrayContaining(["owner", "createdAt", "amount", "amount.currency", "probability"]),
  );
  const rep = await objects("ada");
  expect([...rep.keys()]).toEqual(["account", "opportunity", "user"]);
  expect(rep.get("opportunity")).not.toContain("probability");
  const one = await world.send("amy", "GET", "/api/analytics/fields?object=product");
  expect(one.body["items"]).toHaveLength(1);
});
