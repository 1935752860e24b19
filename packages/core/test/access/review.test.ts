import {
  can,
  changedFacts,
  compareUsers,
  compile,
  matrix,
  reviewReport,
  whatIf,
  type PermissionSet,
} from "@ennead/core/access";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { acme, as, deal, facts, model, noon, user } from "./company.ts";
import { worlds } from "./world.ts";

const reader: PermissionSet = {
  id: "reader",
  company: acme,
  name: "Reader",
  objects: { deal: ["read", "viewAll", "update"] },
  fields: { deal: { phone: "none" } },
  system: ["audit.read"],
};

describe("what if", () => {
  test("a set gave more: who gains which rights, fields and records", () => {
    const { record } = deal({ territory: null });
    const sample = [{ object: "deal", record: { ...record, id: "d1" } }];
    const delta = whatIf(model, { sets: [reader] }, sample, { now: noon });
    expect(delta.users.map(({ user: id }) => id)).toEqual(["dan", "eve"]);
    expect(delta.users[1]).toEqual({
      user: "eve",
      systemGained: ["audit.read"],
      systemLost: [],
      actions: [
        { object: "deal", action: "read", before: "some", after: "all" },
        { object: "deal", action: "update", before: "none", after: "some" },
      ],
      fields: [
        { object: "deal", field: "name", before: "read", after: "edit" },
        { object: "deal", field: "amount", before: "read", after: "edit" },
        { object: "deal", field: "phone", before: "read", after: "none" },
        { object: "deal", field: "margin", before: "read", after: "edit" },
      ],
    });
    expect(delta.records).toEqual([
      { user: "dan", object: "deal", record: "d1", gained: ["read"], lost: [] },
      { user: "eve", object: "deal", record: "d1", gained: ["read"], lost: [] },
    ]);
  });

  test("somebody left, a default opened, a deny came: each in its place", () => {
    const gone = whatIf(model, { remove: { users: ["dan"] } }, [], { now: noon });
    expect(gone.users.map(({ user: id, actions }) => [id, actions.length])).toEqual([["dan", 1]]);
    const open = changedFacts(facts, { defaults: { deal: "read" } });
    expect(can(compile(open), as("eve"), "read", deal()).reason).toBe("default");
    const denies = [{ company: acme, who: "user:max", action: "*", reason: "left" } as const];
    const denied = whatIf(model, { denies }, [], { users: [user("max")] });
    expect(denied.users[0]?.actions.map(({ after }) => after)).toEqual(["none", "none", "none"]);
    expect(whatIf(model, {}, [{ object: "deal", record: { ...deal().record, id: "d1" } }])).toEqual(
      {
        users: [],
        records: [],
      },
    );
  });

  test("tells of a record exactly what the two models answer", () => {
    fc.assert(
      fc.property(worlds, worlds, ({ facts: before, records }, { facts: other }) => {
        const now = compile(before);
        const change = { sets: other.sets, denies: other.denies ?? [], groups: other.groups ?? [] };
        const then = compile(changedFacts(before, change));
        const sample = records.map((record) => ({ object: record.object, record }));
        const { records: told } = whatIf(now, change, sample, { now: noon });
        for (const id of now.users.keys()) {
          for (const { object, record } of sample) {
            const had = can(now, as(id), "update", { object, record }).allow;
            const has = can(then, as(id), "update", { object, record }).allow;
            const one = told.find((delta) => delta.user === id && delta.record === record.id);
            expect([
              one?.gained.includes("update") === true,
              one?.lost.includes("update") === true,
            ]).toEqual([!had && has, had && !has]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

test("the matrix tells how far each action reaches", () => {
  const [cy, max] = matrix(model, [user("cy"), user("max")], noon);
  expect(cy?.actions).toEqual({
    create: "some",
    read: "some",
    update: "some",
    delete: "some",
    share: "some",
    export: "some",
    approve: "some",
  });
  expect(max?.actions).toMatchObject({ create: "none", read: "all", update: "all", share: "none" });
  expect(cy?.fields).toEqual({ name: "edit", amount: "read", phone: "mask", margin: "read" });
});

test("two users are compared by what the second has otherwise than the first", () => {
  const { systemGained, actions, fields } = compareUsers(model, user("eve"), user("max"), noon);
  expect(systemGained).toEqual(["access.manage"]);
  expect(actions[0]).toEqual({ object: "deal", action: "read", before: "some", after: "all" });
  expect(fields.every(({ before, after }) => before === "read" && after === "edit")).toBe(true);
});

test("a review names what stands out", () => {
  const messy = compile({
    ...facts,
    users: [
      ...facts.users,
      { id: user("x"), company: acme, active: true, manager: user("y"), sets: ["gone"] },
      { id: user("y"), company: acme, active: true, manager: user("x"), sets: [] },
    ],
    groups: [
      { id: "empty", company: acme, members: [] },
      { id: "odd", company: acme, members: ["user:zoe", "group:none"] },
    ],
    shares: [
      {
        company: acme,
        object: "deal",
        record: "d1",
        to: "company",
        access: "read",
        expiresAt: noon,
      },
      {
        company: acme,
        object: "deal",
        record: "d2",
        to: "company",
        access: "read",
        expiresAt: noon + 5,
      },
      {
        company: acme,
        object: "deal",
        record: "d3",
        to: "company",
        access: "read",
        expiresAt: noon + 99,
      },
    ],
  });
  const seen = facts.users.flatMap(({ id }) => (id === "eve" ? [] : [[id, noon - 1] as const]));
  const { findings, users } = reviewReport(messy, {
    now: noon,
    lastSeen: new Map([...seen, [user("dan"), noon - 1000]]),
    staleAfter: 100,
    endingWithin: 10,
  });
  expect(findings.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
    "administrator user:cy",
    "administrator user:max",
    "broad-right user:max",
    "stale-user user:dan",
    "stale-user user:eve",
    "stale-user user:x",
    "inactive-user user:bob",
    "unknown-set user:x",
    "unknown-member group:odd",
    "unknown-member group:odd",
    "empty-group group:empty",
    "circle user:x",
    "circle user:y",
    "ending-share deal:d2",
    "ended-share deal:d1",
  ]);
  expect(users.find(({ user: id }) => id === "eve")?.lastSeen).toBeNull();
});
