import {
  can,
  checkKeyGrant,
  checkScopes,
  compile,
  coversScope,
  permits,
  rightsOf,
  withinScopes,
  type KeyScopes,
  type Principal,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const company = "acme" as CompanyId;
const ada = "ada" as UserId;
const ben = "ben" as UserId;
const set = {
  id: "all",
  company,
  name: "All",
  objects: {
    account: ["read", "create", "update", "modifyAll", "export"],
    deal: ["read"],
  },
  fields: {},
  system: ["access.manage", "audit.read"],
} as const;
const model = compile({
  company,
  objects: {
    account: { default: "none", fields: ["name"] },
    deal: { default: "read", fields: ["name"] },
  },
  sets: [set],
  users: [
    { id: ada, company, active: true, sets: ["all"] },
    { id: ben, company, active: true, sets: ["all"] },
  ],
});
const principal: Principal = { company, actor: ada, kind: "apiKey", stamp: 1 };
const rights = (scopes: KeyScopes) => rightsOf(withinScopes(model, ada, scopes), principal);

describe("a model within scopes", () => {
  test("without any lets nothing through", () => {
    expect(rights([])).toEqual({ system: [], objects: {} });
  });

  test("of read shows what the owner may read, and changes nothing", () => {
    expect(rights(["read"])).toEqual({
      system: [],
      objects: {
        account: { actions: ["read"], fields: { name: "read" } },
        deal: { actions: ["read"], fields: { name: "read" } },
      },
    });
  });

  test("of write adds to no right that the owner does not have", () => {
    expect(rights(["write"]).objects).toEqual({
      account: { actions: ["create", "read", "update", "delete"], fields: { name: "edit" } },
      deal: { actions: ["read"], fields: { name: "read" } },
    });
  });

  test("takes single actions and system permissions by their names", () => {
    expect(rights(["account:export", "system:audit.read", "deal:update"])).toEqual({
      system: ["audit.read"],
      objects: { account: { actions: ["export"], fields: {} } },
    });
  });

  test("keeps the reach of the owner's rights: all records, or his own", () => {
    const within = withinScopes(model, ada, ["account:update"]);
    const resource = { object: "account", record: { company, owner: ben } };
    expect(can(within, principal, "update", resource)).toMatchObject({ reason: "modify-all" });
    expect(can(within, principal, "delete", resource)).toMatchObject({
      allow: false,
      reason: "key-scope",
    });
  });

  test("leaves everybody else as he was", () => {
    const within = withinScopes(model, ada, []);
    const other = { ...principal, actor: ben };
    expect(permits(within, other, { system: "access.manage" }).allow).toBe(true);
    expect(permits(within, principal, { system: "access.manage" }).allow).toBe(false);
    expect(withinScopes(model, "eve" as UserId, ["write"])).toBe(model);
  });
});

describe("a scope", () => {
  test.each([
    [["write"], "read", true],
    [["read"], "write", false],
    [["read"], "account:read", true],
    [["read"], "account:update", false],
    [["write"], "account:delete", true],
    [["write"], "account:export", false],
    [["write"], "system:access.manage", false],
    [["write"], "credentials", false],
    [["system:access.manage"], "system:access.manage", true],
    [["credentials"], "credentials", true],
    [["account:read"], "read", false],
    [[], "read", false],
  ] as const)("of %j covers %s: %s", (scopes, scope, covered) => {
    expect(coversScope(scopes, scope)).toBe(covered);
  });

  test("that names nothing there is refused with its place in the list", () => {
    const checked = checkScopes(
      ["read", "reed", "account:read", "lead:read", "account:viewAll", "system:x.y", "toString"],
      model.objects,
      new Set(["access.manage"]),
    );
    expect(checked.ok ? [] : checked.error.map(({ code, path }) => [code, path])).toEqual([
      ["access/unknown-scope", ["scopes", 1]],
      ["access/unknown-object", ["scopes", 3]],
      ["access/unknown-scope", ["scopes", 4]],
      ["access/unknown-permission", ["scopes", 5]],
      ["access/unknown-scope", ["scopes", 6]],
    ]);
  });
});

const given = (scopes: KeyScopes, as: Partial<Principal> = {}): unknown => {
  const who = { ...principal, ...as };
  const within = who.scopes === undefined ? model : withinScopes(model, ada, who.scopes);
  const checked = checkKeyGrant(within, who, scopes);
  return checked.ok ? [] : checked.error.map(({ code, path }) => [code, path?.[1]]);
};
const exceeds = (...at: number[]): unknown => at.map((one) => ["access/grant-exceeds-own", one]);

describe("giving scopes to a key", () => {
  test("takes the right itself for what is named, and none for what only bounds", () => {
    expect(given(["read", "write", "credentials"])).toEqual([]);
    expect(given(["account:export", "system:audit.read", "deal:read"])).toEqual([]);
    expect(given(["deal:update", "account:approve", "system:other"])).toEqual(exceeds(0, 1, 2));
  });

  test("takes the scope as well from who came with a key", () => {
    const scopes = ["account:read", "account:export", "credentials"];
    expect(given(scopes, { scopes })).toEqual([]);
    expect(given(["read", "account:update", "deal:read"], { scopes })).toEqual(exceeds(0, 1, 2));
    expect(given(["read", "account:update"], { scopes: ["write"] })).toEqual([]);
    expect(given(["credentials", "system:audit.read"], { scopes: ["write"] })).toEqual(
      exceeds(0, 1),
    );
  });
});
