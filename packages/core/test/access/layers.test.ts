import {
  can,
  canMove,
  compile,
  fieldLevels,
  permits,
  recordLevel,
  rightsOf,
  targetsOf,
  type Action,
  type Principal,
  type RecordShare,
} from "@ennead/core/access";
import { describe, expect, test } from "vitest";

import { acme, as, deal, facts, model, noon, user } from "./company.ts";

const reason = (
  who: Principal,
  action: Action,
  resource: ReturnType<typeof deal> = deal(),
): string => can(model, who, action, resource).reason;

const shared = (to: RecordShare["to"], more: Partial<RecordShare> = {}) =>
  deal({ territory: null, shares: [{ to, access: "read", expiresAt: null, ...more }] });

describe("a record is had", () => {
  test("by everybody above its owner, an inactive manager between them or not", () => {
    expect(reason(as("ada"), "read")).toBe("manager");
    expect(reason(as("ada"), "delete")).toBe("manager");
    expect(reason(as("cy"), "read", deal({ owner: user("ada"), territory: null }))).toBe("scope");
  });

  test("through a territory above it, as far as the assignment says", () => {
    expect(reason(as("dan"), "read")).toBe("territory");
    expect(reason(as("dan"), "read", deal({ territory: "atlantis" }))).toBe("scope");
    expect(reason(as("cy"), "update", deal({ owner: null }))).toBe("territory");
    expect(reason(as("cy"), "delete", deal({ owner: null }))).toBe("scope");
    expect(reason(as("cy"), "read", deal({ owner: null, territory: "france" }))).toBe("scope");
  });

  test("by a share with oneself, a group of groups, a role, a territory or the company", () => {
    for (const to of ["user:eve", "group:outer", "company"] as const) {
      expect(reason(as("eve"), "read", shared(to))).toBe("share");
    }
    expect(reason(as("dan"), "read", shared("territory:europe"))).toBe("share");
    expect(reason(as("dan"), "read", shared("territory:paris"))).toBe("scope");
    expect(reason(as("eve"), "read", shared("role:rep"))).toBe("scope");
    expect(targetsOf(model, user("eve"))).toEqual([
      "company",
      "group:inner",
      "group:outer",
      "user:eve",
    ]);
  });

  test("by a share until the instant it ends, and by no share that ends when nobody says what time it is", () => {
    const ending = shared("user:eve", { expiresAt: noon });
    expect(reason(as("eve", { now: noon - 1 }), "read", ending)).toBe("share");
    expect(reason(as("eve"), "read", ending)).toBe("scope");
    const { now: _now, ...timeless } = as("eve");
    expect(reason(timeless, "read", shared("user:eve", { expiresAt: noon + 9e9 }))).toBe("scope");
    expect(reason(timeless, "read", shared("user:eve"))).toBe("share");
  });

  test("to the level that the share gives", () => {
    const whole = shared("user:ada", { access: "full" });
    const record = { ...whole.record, owner: null };
    expect(recordLevel(model, as("ada"), "deal", record)).toBe(3);
    expect(recordLevel(model, as("ada"), "deal", { ...record, shares: [] })).toBe(0);
    const edit = [{ to: "user:ada", access: "edit", expiresAt: null } as const];
    expect(recordLevel(model, as("ada"), "deal", { ...record, shares: edit })).toBe(2);
  });
});

describe("denies", () => {
  test("of the record's state beat even modifyAll", () => {
    expect(reason(as("max"), "delete", deal({ hold: true }))).toBe("legal-hold");
    expect(reason(as("max"), "update", deal({ frozen: true }))).toBe("frozen");
    expect(reason(as("max"), "read", deal({ frozen: true, hold: true }))).toBe("modify-all");
    expect(reason(as("cy"), "approve", deal({ requester: user("cy") }))).toBe("sod");
  });

  test("reach groups through groups, and single records", () => {
    const denied = compile({
      ...facts,
      denies: [
        { company: acme, who: "group:outer", action: "read", record: "d1", reason: "rival" },
      ],
    });
    const mine = deal({ owner: user("eve") });
    expect(can(denied, as("eve"), "read", mine)).toMatchObject({ rule: "deny", reason: "rival" });
    expect(can(denied, as("eve"), "read", deal({ ...mine.record, id: "d2" })).allow).toBe(true);
    expect(can(denied, as("cy"), "read", mine).reason).not.toBe("rival");
  });
});

describe("acting as somebody else", () => {
  const impersonation = {
    reason: "ticket 4711",
    startsAt: noon - 1,
    endsAt: noon + 1,
    allow: ["read", "update", "share"] as const,
  };
  const hal = (more: Partial<typeof impersonation> = {}, onBehalfOf = "cy"): Principal =>
    as("hal", { onBehalfOf: user(onBehalfOf), impersonation: { ...impersonation, ...more } });

  test("gives the rights of the other", () => {
    expect(reason(hal(), "read")).toBe("owner");
    expect([...fieldLevels(model, hal(), "deal", deal().record)][0]).toEqual(["name", "edit"]);
  });

  test.each([
    ["a blank reason", hal({ reason: " \n" })],
    ["more than an hour", hal({ startsAt: noon - 1, endsAt: noon + 3_600_000 })],
    ["its end", hal({ endsAt: noon })],
    ["the time before it", hal({ startsAt: noon + 1 })],
    ["no time", hal({ endsAt: Number.NaN })],
    ["oneself", hal({}, "hal")],
    ["an action that is not allowed", hal({ allow: [] as never })],
    ["somebody without the permission", { ...hal(), actor: user("ada") }],
  ])("is refused for %s", (_what, who) => {
    expect(can(model, who, "read", deal())).toMatchObject({
      allow: false,
      rule: "impersonation",
    });
  });

  test("never shares, and is refused where somebody is unknown or inactive", () => {
    expect(reason(hal(), "share")).toBe("impersonation");
    expect(reason(hal({}, "zoe"), "read")).toBe("tenant");
    expect(reason(hal({}, "bob"), "read")).toBe("inactive");
  });

  test("lends system permissions that both hold, and none of access", () => {
    expect(permits(model, hal(), { system: "audit.read" }).allow).toBe(true);
    expect(permits(model, hal(), { system: "access.manage" }).allow).toBe(false);
    expect(permits(model, hal(), { system: "access.impersonate" }).allow).toBe(false);
    expect(rightsOf(model, hal()).system).toEqual(["audit.read"]);
  });

  test("leaves the denies of whoever acts in force", () => {
    const denied = compile({
      ...facts,
      denies: [{ company: acme, who: "user:hal", action: "*", object: "deal", reason: "rival" }],
    });
    expect(can(denied, hal(), "read", deal()).reason).toBe("rival");
  });
});

describe("acting for somebody without being him", () => {
  test("allows what both may do, and shows fields as far as both see them", () => {
    const both = as("cy", { onBehalfOf: user("dan") });
    expect(can(model, both, "read", deal()).allow).toBe(true);
    expect(can(model, both, "update", deal()).reason).toBe("object");
    expect(fieldLevels(model, both, "deal", deal().record).get("phone")).toBe("mask");
    expect(fieldLevels(model, both, "deal", deal().record).get("name")).toBe("read");
    expect(permits(model, both, { system: "audit.read" }).allow).toBe(false);
  });
});

describe("a new record", () => {
  test("is one's own, in a territory one may edit in", () => {
    expect(reason(as("cy"), "create")).toBe("owner");
    expect(reason(as("cy"), "create", deal({ territory: null }))).toBe("owner");
    expect(reason(as("cy"), "create", deal({ territory: "france" }))).toBe("scope");
    expect(reason(as("ada"), "create")).toBe("scope");
  });

  test("is somebody else's with the right to assign", () => {
    const [rep, ...others] = facts.sets;
    if (rep === undefined) throw new Error("There is no set.");
    const assigning = compile({
      ...facts,
      sets: [{ ...rep, objects: { deal: ["create", "assign"] } }, ...others],
    });
    expect(can(assigning, as("cy"), "create", deal({ owner: user("ada") })).reason).toBe("assign");
  });
});

describe("a record that moves", () => {
  const before = deal().record;

  test("must be one's to update before and after", () => {
    const kept = { ...before, owner: user("ada") };
    const away = { ...before, owner: user("eve"), territory: null };
    expect(canMove(model, as("cy"), "deal", before, kept).allow).toBe(true);
    expect(canMove(model, as("cy"), "deal", before, away).rule).toBe("scope");
    expect(canMove(model, as("dan"), "deal", before, kept).rule).toBe("object");
  });

  test("leaves one's reach with the right to transfer", () => {
    const [rep, ...others] = facts.sets;
    if (rep === undefined) throw new Error("There is no set.");
    const transferring = compile({
      ...facts,
      sets: [{ ...rep, objects: { deal: ["update", "transfer"] } }, ...others],
    });
    const away = { ...before, owner: user("eve"), territory: null };
    expect(canMove(transferring, as("cy"), "deal", before, away).allow).toBe(true);
  });
});

test("a computed field is shown no further than what it is computed from", () => {
  expect(fieldLevels(model, as("cy"), "deal").get("margin")).toBe("read");
  expect(fieldLevels(model, as("eve"), "deal").get("margin")).toBe("read");
  const [rep, ...others] = facts.sets;
  if (rep === undefined) throw new Error("There is no set.");
  const hidden = compile({
    ...facts,
    sets: [{ ...rep, fields: { deal: { amount: "none" } } }, ...others],
  });
  expect(fieldLevels(hidden, as("ada"), "deal").get("margin")).toBe("none");
});

test("a record that may not be read has no field to write", () => {
  const denied = compile({
    ...facts,
    denies: [{ company: acme, who: "all", action: "read", record: "d1", reason: "sealed" }],
  });
  expect(can(denied, as("cy"), "update", deal()).allow).toBe(true);
  expect(can(denied, as("cy"), "update", { ...deal(), fields: ["name"] }).rule).toBe("field");
});
