import {
  checkSet,
  closesLoop,
  hasAdministrator,
  setSchema,
  type SetDefinition,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";
import * as v from "valibot";
import { describe, expect, test } from "vitest";

const company = "acme" as CompanyId;
const [ada, bob, eve] = ["ada", "bob", "eve"] as [UserId, UserId, UserId];
const manage: SetDefinition = { name: "Admin", objects: {}, fields: {}, system: ["access.manage"] };

describe("closesLoop", () => {
  const managers = new Map<UserId, UserId | null>([
    [ada, bob],
    [bob, null],
    [eve, ada],
  ]);

  test("finds somebody set under his own report, and himself", () => {
    expect(closesLoop(managers, bob, eve)).toBe(true);
    expect(closesLoop(managers, ada, ada)).toBe(true);
    expect(closesLoop(managers, eve, bob)).toBe(false);
    expect(closesLoop(managers, eve, null)).toBe(false);
  });

  test("ends on data that runs in a circle already", () => {
    const circle = new Map<UserId, UserId | null>([
      [ada, bob],
      [bob, ada],
    ]);
    expect(closesLoop(circle, eve, ada)).toBe(true);
  });
});

test("an administrator counts only while he is active", () => {
  const sets = [{ ...manage, id: "s", company }];
  const facts = (active: boolean) => ({
    company,
    objects: {},
    sets,
    users: [{ id: ada, company, active, sets: ["s"] }],
  });
  expect(hasAdministrator(facts(true))).toBe(true);
  expect(hasAdministrator(facts(false))).toBe(false);
});

describe("checkSet", () => {
  const objects = { deal: { default: "none", fields: ["name"] } } as const;

  test("refuses objects, fields and permissions that do not exist", () => {
    const set: SetDefinition = {
      name: "Rep",
      objects: { deal: ["read"], missing: ["read"] },
      fields: { deal: { nope: "read" }, other: {} },
      system: ["access.manage", "access.mange"],
    };
    expect(checkSet(set, objects, new Set(["access.manage"]))).toMatchObject({
      ok: false,
      error: [
        { code: "access/unknown-object", path: ["objects", "missing"] },
        { code: "access/unknown-field", path: ["fields", "deal", "nope"] },
        { code: "access/unknown-object", path: ["fields", "other"] },
        { code: "access/unknown-permission", path: ["system", 1] },
      ],
    });
  });

  test("takes a set that speaks only of what exists", () => {
    const set = { ...manage, objects: { deal: ["viewAll"] }, fields: { deal: { name: "read" } } };
    expect(checkSet(v.parse(setSchema, set), objects, new Set(["access.manage"])).ok).toBe(true);
  });
});

test("a set with unknown rights, levels or keys is refused", () => {
  for (const wrong of [{ objects: { deal: ["own"] } }, { fields: { deal: { a: 1 } } }, { x: 1 }]) {
    expect(v.safeParse(setSchema, { ...manage, ...wrong }).success).toBe(false);
  }
});
