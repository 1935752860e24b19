import { compile, type AccessFacts, type ObjectRight } from "@ennead/core/access";
import { unwrap, type CompanyId, type UserId } from "@ennead/core/kernel";
import { pivot, pivotResultJson, type Dataset } from "@ennead/core/pivot";
import { defineObject, type ObjectDefinition, type RecordData } from "@ennead/core/record";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Datasets, RequestContext } from "../../src/kernel/context.ts";
import { residentDatasets } from "../../src/kernel/datasets/resident-datasets.ts";
import type { TenantScope } from "../../src/kernel/db/scope.ts";
import type { Ports, RecordSource, StoredRecord } from "../../src/kernel/ports.ts";

const company = "acme" as CompanyId;
const users = ["ada", "bob", "cyd"] as const;

const define = (definition: Omit<ObjectDefinition, "label" | "labelPlural" | "nameField">) =>
  unwrap(defineObject({ ...definition, label: "One", labelPlural: "Many", nameField: "name" }));

const deal = define({
  name: "deal",
  fields: [
    { name: "name", label: "Name", type: "text" },
    { name: "stage", label: "Stage", type: "picklist", options: [{ value: "w", label: "Won" }] },
    { name: "amount", label: "Amount", type: "money" },
    { name: "paid", label: "Paid", type: "money" },
    { name: "share", label: "Share", type: "decimal", scale: 3 },
    { name: "count", label: "Count", type: "integer" },
    { name: "open", label: "Open", type: "boolean" },
    { name: "day", label: "Day", type: "date" },
    { name: "account", label: "Account", type: "reference", object: "account" },
    { name: "parent", label: "Parent", type: "reference", object: "deal" },
  ],
});
const account = define({
  name: "account",
  fields: [{ name: "name", label: "Name", type: "text" }],
});
const user = define({ name: "user", fields: [{ name: "name", label: "Name", type: "text" }] });
const definitions = new Map([deal, account, user].map((one) => [one.name, one]));

type Change =
  | {
      readonly kind: "put";
      readonly object: "deal" | "account";
      readonly at: number;
      readonly owner: number;
      readonly data: RecordData;
    }
  | { readonly kind: "delete"; readonly object: "deal" | "account"; readonly at: number }
  | { readonly kind: "rename"; readonly at: number; readonly name: string };

const idOf = (object: string, at: number): string => `${object}-${String(at).padStart(3, "0")}`;

/** A company whose log tells what changed, for objects; users are read whole. */
const world = () => {
  const records = new Map<string, StoredRecord>();
  const log: { readonly object: string; readonly id: string }[] = [];
  const names = new Map<string, string>(users.map((name) => [name, name]));
  let renamed = 0;
  let loads = 0;
  /** What happens once, in the middle of the next reading. */
  const meanwhile: { run?: () => void } = {};
  const happen = (): void => {
    const { run } = meanwhile;
    delete meanwhile.run;
    run?.();
  };
  const apply = (change: Change): void => {
    if (change.kind === "rename") {
      names.set(users[change.at % users.length] ?? "ada", change.name);
      renamed += 1;
      return;
    }
    const { object } = change;
    const id = idOf(object, change.at);
    const before = records.get(id);
    if (change.kind === "delete") {
      if (before === undefined) return;
      records.delete(id);
    } else {
      records.set(id, {
        id,
        object,
        version: (before?.version ?? 0) + 1,
        ownerId: users[change.owner] ?? null,
        territoryId: null,
        externalId: change.owner === 1 ? `ext-${change.at}` : null,
        createdAt: before?.createdAt ?? log.length,
        updatedAt: log.length,
        data: change.data,
      });
    }
    log.push({ object, id });
  };
  const of = (object: string): StoredRecord[] =>
    [...records.values()]
      .filter((one) => one.object === object)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lastOf = (object: string): number =>
    log.reduce((last, event, at) => (event.object === object ? at + 1 : last), 0);
  const recordSource = (object: string): RecordSource => ({
    object,
    definition: () => Promise.resolve(definitions.get(object) ?? null),
    version: () => Promise.resolve(String(lastOf(object))),
    rows: async function* rows() {
      if (object === "deal") loads += 1;
      const all = of(object);
      for (let from = 0; from < all.length; from += 2) {
        yield all.slice(from, from + 2);
        await Promise.resolve();
        happen();
      }
    },
    changes: (_, since, most) => {
      happen();
      const ids = new Set(
        log.slice(Number(since)).flatMap((event) => (event.object === object ? [event.id] : [])),
      );
      if (ids.size > most) return Promise.resolve(null);
      const found = [...ids].flatMap((id) => records.get(id) ?? []);
      return Promise.resolve({
        version: String(lastOf(object)),
        records: found,
        gone: [...ids].filter((id) => !records.has(id)),
      });
    },
  });
  const userSource: RecordSource = {
    object: "user",
    definition: () => Promise.resolve(user),
    version: () => Promise.resolve(`u${renamed}`),
    rows: async function* rows() {
      yield users.map((id) => ({
        id,
        object: "user",
        version: 1,
        ownerId: null,
        territoryId: null,
        externalId: null,
        createdAt: 0,
        updatedAt: 0,
        data: { name: names.get(id) ?? "" },
      }));
    },
  };
  const sources = new Map(
    [recordSource("deal"), recordSource("account"), userSource].map((one) => [one.object, one]),
  );
  const ports = {
    source: (object: string) => sources.get(object) ?? null,
    records: {
      get: (_: TenantScope, object: string, ids: readonly string[]) =>
        Promise.resolve(of(object).filter(({ id }) => ids.includes(id))),
    },
  } as unknown as Ports;
  return { apply, ports: () => ports, loads: () => loads, meanwhile };
};

const contextOf = (
  actor: UserId,
  objects: Readonly<Record<string, readonly ObjectRight[]>>,
  hidden: readonly string[] = [],
): RequestContext => {
  const facts: AccessFacts = {
    company,
    objects: Object.fromEntries(
      [...definitions.values()].map((one) => [
        one.name,
        { default: "none", fields: one.fields.map(({ name }) => name) },
      ]),
    ),
    sets: [
      {
        id: "s",
        company,
        name: "Set",
        objects,
        fields: { deal: Object.fromEntries(hidden.map((name) => [name, "none"])) },
        system: [],
      },
    ],
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

const [ada, bob] = ["ada", "bob"] as [UserId, UserId];
const all = { deal: ["viewAll"], account: ["viewAll"], user: ["viewAll"] } as const;
const actors = [
  contextOf(ada, all),
  contextOf(ada, { ...all, deal: ["read"] }),
  contextOf(bob, { ...all, account: ["read"] }, ["amount", "name"]),
];

const money = fc.record({
  minor: fc.oneof(fc.integer({ min: -5000, max: 5000 }), fc.constantFrom(9_007_199_254_740_991, 5)),
  currency: fc.constantFrom("EUR", "JPY", "TND"),
});
const dealData: fc.Arbitrary<RecordData> = fc.record(
  {
    name: fc.constantFrom("a", "b", "c", "d", "Ä"),
    stage: fc.constantFrom("w", "x"),
    amount: money,
    paid: money,
    share: fc.constantFrom("1.500", "-0.001", "9007199254740993.250"),
    count: fc.integer({ min: -9, max: 9 }),
    open: fc.boolean(),
    day: fc.constantFrom("2026-01-31", "1999-12-01"),
    account: fc.integer({ min: 0, max: 4 }).map((at) => idOf("account", at)),
    parent: fc.integer({ min: 0, max: 9 }).map((at) => idOf("deal", at)),
  },
  { requiredKeys: [] },
);
const place = fc.integer({ min: 0, max: 9 });
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      object: fc.constant("deal" as const),
      at: place,
      owner: fc.integer({ min: 0, max: 3 }),
      data: dealData,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("delete" as const),
      object: fc.constantFrom("deal" as const, "account" as const),
      at: place,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("put" as const),
      object: fc.constant("account" as const),
      at: fc.integer({ min: 0, max: 4 }),
      owner: fc.integer({ min: 0, max: 3 }),
      data: fc.record({ name: fc.constantFrom("Acme", "Bolt", "Cog") }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("rename" as const),
      at: place,
      name: fc.constantFrom("Ann", "Bea", "ada"),
    }),
  },
);

const open = async (datasets: Datasets, context: RequestContext): Promise<Dataset> =>
  unwrap(await datasets.open(context, "deal")).dataset;

const report = (dataset: Dataset): unknown => {
  const made = pivot(
    {
      version: 1,
      source: "deal",
      rows: [
        { name: "account", field: "account" },
        { name: "owner", field: "owner" },
      ],
      cols: [],
      values: [
        { name: "paid", agg: "sum", field: "paid", currency: "paid.currency" },
        { name: "names", agg: "count", field: "account.id" },
      ],
    },
    dataset,
    { now: 0 },
  );
  return pivotResultJson(unwrap(made));
};

describe("a resident dataset that follows the log", () => {
  test("is in every column what a fresh one is, whatever happened and whoever looks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 }),
        async (history) => {
          const here = world();
          const followed = residentDatasets({ ports: here.ports });
          for (const step of [[], ...history]) {
            for (const one of step) here.apply(one);
            const fresh = residentDatasets({ ports: here.ports });
            for (const actor of actors) {
              const [now, again] = [await open(followed, actor), await open(fresh, actor)];
              expect(now).toEqual(again);
              expect(report(now)).toEqual(report(again));
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("reads all records once, however often they change", async () => {
    const here = world();
    const datasets = residentDatasets({ ports: here.ports });
    const put = (at: number, name: string): void =>
      here.apply({ kind: "put", object: "deal", at, owner: 0, data: { name } });
    put(1, "First");
    const [context] = actors;
    if (context === undefined) throw new Error("nobody looks");
    for (const name of ["Second", "Third"]) {
      await open(datasets, context);
      put(1, name);
      put(2, name);
    }
    const dataset = await open(datasets, context);
    expect(dataset.columns.get("name")?.dict).toEqual(["Third"]);
    expect(here.loads()).toBe(1);
  });

  test("is of the state that it names, whatever changes while it is read", async () => {
    const data = dealData.filter((one) => Object.keys(one).length > 0);
    await fc.assert(
      fc.asyncProperty(
        fc.array(data, { minLength: 3, maxLength: 6 }),
        change,
        change,
        async (rows, first, second) => {
          const here = world();
          const [context] = actors;
          if (context === undefined) throw new Error("nobody looks");
          rows.forEach((one, at) =>
            here.apply({ kind: "put", object: "deal", at, owner: 0, data: one }),
          );
          const datasets = residentDatasets({ ports: here.ports });
          here.meanwhile.run = () => here.apply(first);
          const loaded = await open(datasets, context);
          expect(loaded).toEqual(await open(residentDatasets({ ports: here.ports }), context));
          here.apply(second);
          here.meanwhile.run = () => here.apply(first);
          await open(datasets, context);
          here.meanwhile.run = () => {};
          const now = await open(datasets, context);
          expect(now).toEqual(await open(residentDatasets({ ports: here.ports }), context));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("stays with its last state when reading fails, and follows on at the next use", async () => {
    const here = world();
    const datasets = residentDatasets({ ports: here.ports });
    const [context] = actors;
    if (context === undefined) throw new Error("nobody looks");
    here.apply({ kind: "put", object: "deal", at: 1, owner: 0, data: { name: "First" } });
    await open(datasets, context);
    here.apply({ kind: "put", object: "deal", at: 2, owner: 0, data: { name: "Second" } });
    here.meanwhile.run = () => {
      throw new Error("the database went away");
    };
    await expect(open(datasets, context)).rejects.toThrow("went away");
    expect((await open(datasets, context)).rows).toBe(2);
    expect(here.loads()).toBe(1);
  });

  test("is kept apart by company, and dropped when others need the room", async () => {
    const [ours, theirs] = [world(), world()];
    ours.apply({ kind: "put", object: "deal", at: 1, owner: 0, data: { name: "Ours" } });
    theirs.apply({ kind: "put", object: "deal", at: 1, owner: 0, data: { name: "Theirs" } });
    const mine = contextOf(ada, all);
    const foreign = {
      ...mine,
      company: "other" as CompanyId,
      scope: { company: "other" },
    } as unknown as RequestContext;
    let now = ours;
    const datasets = residentDatasets({ ports: () => now.ports(), budget: 1 });
    const names = async (context: RequestContext): Promise<unknown> =>
      (await open(datasets, context)).columns.get("name")?.dict;
    for (const turn of [1, 2]) {
      now = ours;
      expect(await names(mine)).toEqual(["Ours"]);
      now = theirs;
      expect(await names({ ...foreign, principal: { ...foreign.principal } })).toEqual(["Theirs"]);
      expect([ours.loads(), theirs.loads()]).toEqual([turn, turn]);
    }
  });
});
