import {
  compile,
  type AccessFacts,
  type ObjectRight,
  type SetDefinition,
} from "@ennead/core/access";
import { unwrap, type CompanyId, type UserId } from "@ennead/core/kernel";
import { pivot, type Dataset } from "@ennead/core/pivot";
import { defineObject, type ObjectDefinition, type RecordData } from "@ennead/core/record";
import { describe, expect, test } from "vitest";

import type { RequestContext } from "../../src/kernel/context.ts";
import { residentDatasets } from "../../src/kernel/datasets/resident-datasets.ts";
import type { TenantScope } from "../../src/kernel/db/scope.ts";
import type { Ports, RecordSource, StoredRecord } from "../../src/kernel/ports.ts";

const company = "acme" as CompanyId;
const [ada, bob] = ["ada", "bob"] as [UserId, UserId];

const deal = unwrap(
  defineObject({
    name: "deal",
    label: "Deal",
    labelPlural: "Deals",
    nameField: "name",
    fields: [
      { name: "name", label: "Name", type: "text" },
      { name: "stage", label: "Stage", type: "picklist", options: [{ value: "w", label: "Won" }] },
      { name: "amount", label: "Amount", type: "money" },
      { name: "account", label: "Account", type: "reference", object: "account" },
      { name: "token", label: "Token", type: "secret" },
    ],
  }),
);

const account = unwrap(
  defineObject({
    name: "account",
    label: "Account",
    labelPlural: "Accounts",
    nameField: "name",
    fields: [{ name: "name", label: "Name", type: "text" }],
  }),
);

const user = unwrap(defineObject({ ...account, name: "user", label: "User" }));

const record = (
  object: string,
  id: string,
  ownerId: UserId | null,
  data: RecordData,
): StoredRecord => ({
  id,
  object,
  version: 1,
  ownerId,
  territoryId: null,
  externalId: null,
  createdAt: 0,
  updatedAt: 1000,
  data,
});

interface World {
  version: number;
  records: StoredRecord[];
}

const world = (): World => ({
  version: 1,
  records: [
    record("deal", "d1", ada, {
      name: "First",
      stage: "w",
      amount: { minor: 1250, currency: "EUR" },
      account: "a1",
      token: "hunter2",
    }),
    record("deal", "d2", bob, {
      name: "Second",
      amount: { minor: 7, currency: "JPY" },
      account: "a2",
    }),
    record("deal", "d3", null, { name: "Third" }),
    record("account", "a1", ada, { name: "Cancity" }),
    record("account", "a2", bob, { name: "Isdom" }),
    record("user", "ada", null, { name: "Ada" }),
    record("user", "bob", null, { name: "Bob" }),
  ],
});

const datasetsOf = (state: World, budget = 2 ** 20, own: ObjectDefinition = deal) => {
  const definitions = new Map<string, ObjectDefinition>([
    ["deal", own],
    ["account", account],
  ]);
  let loads = 0;
  const source = (definition: ObjectDefinition): RecordSource => ({
    object: definition.name,
    definition: () => Promise.resolve(definition),
    version: () => Promise.resolve(String(state.version)),
    rows: async function* rows() {
      if (definition.name === "deal") loads += 1;
      yield state.records.filter(({ object }) => object === definition.name);
    },
  });
  const sources = new Map([own, account, user].map((one) => [one.name, source(one)]));
  const ports = {
    source: (object: string) => sources.get(object) ?? null,
    records: {
      objects: () => Promise.resolve(definitions),
      get: (_: TenantScope, object: string, ids: readonly string[]) =>
        Promise.resolve(
          state.records.filter((one) => one.object === object && ids.includes(one.id)),
        ),
    },
  } as unknown as Ports;
  return { datasets: residentDatasets({ ports: () => ports, budget }), loads: () => loads };
};

const contextOf = (
  actor: UserId,
  objects: Readonly<Record<string, readonly ObjectRight[]>>,
  fields: SetDefinition["fields"] = {},
): RequestContext => {
  const facts: AccessFacts = {
    company,
    objects: Object.fromEntries(
      [deal, account, user].map((one) => [
        one.name,
        { default: "none", fields: one.fields.map(({ name }) => name) },
      ]),
    ),
    sets: [{ id: "s", company, name: "Set", objects, fields, system: [] }],
    users: [{ id: actor, company, active: true, sets: ["s"] }],
  };
  return {
    scope: { company },
    company,
    principal: { company, actor, kind: "user", stamp: 1 },
    model: compile(facts),
    services: { ports: { sharing: { ids: () => Promise.resolve([]) } } },
  } as unknown as RequestContext;
};

const all = { deal: ["viewAll"], account: ["viewAll"], user: ["viewAll"] } as const;

const cells = (dataset: Dataset, name: string): unknown[] => {
  const column = dataset.columns.get(name);
  if (column === undefined) return [];
  return Array.from({ length: dataset.rows }, (_, row) => {
    const valid =
      column.validity === undefined || ((column.validity[row >> 3] ?? 0) >> (row & 7)) & 1;
    if (!valid) return null;
    return column.codes === undefined
      ? column.values?.[row]
      : column.dict?.[column.codes[row] ?? 0];
  });
};

const open = async (
  context: RequestContext,
  state: World = world(),
  object = "deal",
): Promise<Dataset> => unwrap(await datasetsOf(state).datasets.open(context, object)).dataset;

const narrow = (actor: UserId): RequestContext => contextOf(actor, { ...all, deal: ["read"] });

/** Whether a view is still the same after another actor came. */
const kept = async (budget: number): Promise<boolean> => {
  const { datasets } = datasetsOf(world(), budget);
  const first = unwrap(await datasets.open(narrow(ada), "deal")).dataset;
  await datasets.open(narrow(bob), "deal");
  return unwrap(await datasets.open(narrow(ada), "deal")).dataset === first;
};

describe("a resident dataset", () => {
  test("has system columns and one or two for each field, with labels in place of ids", async () => {
    const dataset = await open(contextOf(ada, all));
    expect([...dataset.columns.keys()]).toEqual([
      "id",
      "externalId",
      "ownerId",
      "owner",
      "createdAt",
      "updatedAt",
      "name",
      "stage",
      "amount",
      "amount.currency",
      "account",
      "account.id",
    ]);
    expect(cells(dataset, "owner")).toEqual(["Ada", "Bob", null]);
    expect(cells(dataset, "stage")).toEqual(["Won", null, null]);
    expect(cells(dataset, "account")).toEqual(["Cancity", "Isdom", null]);
    expect(cells(dataset, "account.id")).toEqual(["a1", "a2", null]);
    expect(cells(dataset, "updatedAt")).toEqual([1000, 1000, 1000]);
  });

  test("holds amounts of all currencies at one scale", async () => {
    const dataset = await open(contextOf(ada, all));
    expect(dataset.columns.get("amount")?.scale).toBe(2);
    expect(cells(dataset, "amount")).toEqual([1250, 700, null]);
    expect(cells(dataset, "amount.currency")).toEqual(["EUR", "JPY", null]);
  });

  test("has no row and no member of records that belong to others", async () => {
    const dataset = await open(contextOf(ada, { ...all, deal: ["read"] }));
    expect(cells(dataset, "name")).toEqual(["First"]);
    for (const column of dataset.columns.values()) {
      expect(column.dict ?? []).not.toContain("Isdom");
      expect(column.dict ?? []).not.toContain("Second");
    }
  });

  test("has no column of a field that may not be read", async () => {
    const dataset = await open(contextOf(ada, all, { deal: { amount: "none" } }));
    expect(dataset.columns.has("amount")).toBe(false);
    expect(dataset.columns.has("amount.currency")).toBe(false);
  });

  test("labels only references that the actor may see", async () => {
    const some = await open(contextOf(ada, { ...all, account: ["read"] }));
    expect(cells(some, "account")).toEqual(["Cancity", null, null]);
    expect(some.columns.get("account")?.dict).toEqual(["Cancity"]);
    const none = await open(contextOf(ada, { deal: ["viewAll"] }));
    expect(none.columns.has("account")).toBe(false);
    expect(none.columns.has("owner")).toBe(false);
    expect(none.columns.has("account.id")).toBe(true);
    const unnamed = await open(contextOf(ada, all, { account: { name: "none" } }));
    expect(unnamed.columns.has("account")).toBe(false);
  });

  test("does not exist for somebody who may not read the object", async () => {
    const { datasets } = datasetsOf(world());
    const context = contextOf(ada, { account: ["viewAll"] });
    const refused = { ok: false, error: { code: "kernel/not-found" } };
    expect(await datasets.open(context, "deal")).toMatchObject(refused);
    expect(await datasets.open(context, "nothing")).toMatchObject(refused);
  });

  test("is read once for all actors, and again only when its data changed", async () => {
    const state = world();
    const { datasets, loads } = datasetsOf(state);
    const mine = contextOf(ada, all);
    const [first, second] = await Promise.all([
      datasets.open(mine, "deal"),
      datasets.open(contextOf(bob, { ...all, deal: ["read"] }), "deal"),
    ]);
    expect(unwrap(first).dataset.rows).toBe(3);
    expect(unwrap(second).dataset.rows).toBe(1);
    expect(loads()).toBe(1);
    state.records.push(record("deal", "d4", ada, { name: "Fourth" }));
    state.version += 1;
    const after = unwrap(await datasets.open(mine, "deal")).dataset;
    expect(after.rows).toBe(4);
    expect(after.version).not.toBe(unwrap(first).dataset.version);
    expect(loads()).toBe(2);
  });

  test("is of another version when a deployment shows the same data otherwise", async () => {
    const options = [{ value: "w", label: "Closed won" }];
    const renamed = unwrap(
      defineObject({
        ...deal,
        fields: deal.fields.map((one) => (one.name === "stage" ? { ...one, options } : one)),
      }),
    );
    const versions = await Promise.all(
      [deal, renamed, deal].map(async (own) => {
        const { datasets } = datasetsOf(world(), 2 ** 20, own);
        return unwrap(await datasets.open(contextOf(ada, all), "deal")).dataset.version;
      }),
    );
    expect(versions[1]).not.toBe(versions[0]);
    expect(versions[2]).toBe(versions[0]);
  });

  test("keeps views of its actors only as far as the budget reaches", async () => {
    expect([await kept(2 ** 20), await kept(1)]).toEqual([true, false]);
  });

  test("pivots to totals of what the actor may see", async () => {
    const dataset = await open(contextOf(bob, { ...all, deal: ["read"] }));
    const report = unwrap(
      pivot(
        {
          version: 1,
          source: "deal",
          rows: [{ name: "account", field: "account" }],
          cols: [],
          values: [{ name: "amount", agg: "sum", field: "amount", currency: "amount.currency" }],
        },
        dataset,
        { now: 0 },
      ),
    );
    expect(report.rows.nodes.map(({ label }) => label)).toEqual(["", "Isdom"]);
    expect(report.cell(0, 0, 0)).toBe("7.00");
    expect(report.stats.rows).toBe(1);
  });
});
