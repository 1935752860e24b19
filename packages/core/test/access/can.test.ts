import {
  can,
  checkInput,
  compile,
  fieldLevels,
  permits,
  readableFields,
  rightsOf,
  scopeOf,
  type AccessFacts,
  type Principal,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const acme = "acme" as CompanyId;
const globex = "globex" as CompanyId;
const user = (id: string): UserId => id as UserId;

const set = {
  company: acme,
  fields: {},
  objects: {},
  system: [],
};

const facts: AccessFacts = {
  company: acme,
  objects: {
    deal: { default: "none", fields: ["name", "amount", "margin"] },
    account: { default: "read", fields: ["name"] },
    note: { default: "edit", fields: ["text"] },
  },
  sets: [
    {
      ...set,
      id: "rep",
      name: "Sales rep",
      objects: {
        deal: ["create", "read", "update", "delete"],
        account: ["read", "update"],
        note: ["read", "update", "delete"],
      },
      fields: { deal: { margin: "none", amount: "read" } },
    },
    { ...set, id: "viewer", name: "Viewer", objects: { deal: ["viewAll"] } },
    {
      ...set,
      id: "admin",
      name: "Administrator",
      objects: { deal: ["create", "modifyAll"] },
      system: ["access.manage"],
    },
    { ...set, id: "margins", name: "Margins", objects: {}, fields: { deal: { margin: "edit" } } },
    { ...set, id: "foreign", company: globex, name: "Foreign", objects: { deal: ["modifyAll"] } },
  ],
  users: [
    { id: user("ada"), company: acme, active: true, sets: ["rep"] },
    { id: user("vic"), company: acme, active: true, sets: ["viewer"] },
    { id: user("amy"), company: acme, active: true, sets: ["admin"] },
    { id: user("bob"), company: acme, active: true, sets: ["rep", "viewer"] },
    { id: user("max"), company: acme, active: true, sets: ["rep", "margins"] },
    { id: user("new"), company: acme, active: true, sets: [] },
    { id: user("odd"), company: acme, active: true, sets: ["foreign"] },
    { id: user("off"), company: acme, active: false, sets: ["admin"] },
  ],
};

const model = compile(facts);
const as = (actor: string, company: CompanyId = acme): Principal => ({
  company,
  actor: user(actor),
  kind: "user",
  stamp: 1,
});
const ownedBy = (owner: string | null, company: CompanyId = acme) => ({
  company,
  owner: owner === null ? null : user(owner),
});

const create = (actor: string, owner: string | null): boolean =>
  can(model, as(actor), "create", { object: "deal", record: ownedBy(owner) }).allow;

describe("can", () => {
  test("asks for the company first, even of somebody who may do everything", () => {
    const record = ownedBy("amy", globex);
    expect(can(model, as("amy"), "read", { object: "deal", record }).rule).toBe("tenant");
    expect(can(model, as("amy", globex), "read", { object: "deal", record }).rule).toBe("tenant");
  });

  test("refuses inactive and unknown users", () => {
    for (const who of ["off", "nobody", "constructor"]) {
      expect(can(model, as(who), "read", { object: "deal" })).toEqual({
        allow: false,
        reason: "inactive",
        rule: "inactive",
      });
    }
  });

  test("gives a user without sets nothing", () => {
    expect(can(model, as("new"), "read", { object: "note", record: ownedBy("new") }).rule).toBe(
      "object",
    );
  });

  test("ignores a set of another company", () => {
    expect(can(model, as("odd"), "read", { object: "deal" }).rule).toBe("object");
  });

  test("knows no object that is not defined", () => {
    expect(can(model, as("amy"), "read", { object: "constructor" }).rule).toBe("object");
  });

  test("lets owners read, change and delete their own and nobody else's", () => {
    for (const action of ["read", "update", "delete"] as const) {
      const mine = { object: "deal", record: ownedBy("ada") };
      expect(can(model, as("ada"), action, mine).reason).toBe("owner");
      for (const record of [ownedBy("bob"), ownedBy(null)]) {
        expect(can(model, as("ada"), action, { object: "deal", record }).rule).toBe("scope");
      }
    }
  });

  test("lets the default of an object open its records to a level", () => {
    const others = ownedBy("amy");
    const answer = (object: string, action: "read" | "update" | "delete") =>
      can(model, as("ada"), action, { object, record: others });
    expect(answer("account", "read").reason).toBe("default");
    expect(answer("account", "update").rule).toBe("scope");
    expect(answer("note", "update").reason).toBe("default");
    expect(answer("note", "delete").rule).toBe("scope");
  });

  test("takes the most permissive of several sets", () => {
    expect(can(model, as("bob"), "read", { object: "deal", record: ownedBy("amy") }).reason).toBe(
      "view-all",
    );
    expect(can(model, as("bob"), "update", { object: "deal", record: ownedBy("amy") }).rule).toBe(
      "scope",
    );
  });

  test("lets modifyAll change and delete anything, but not export or share it", () => {
    const record = ownedBy(null);
    const reasons = (["read", "update", "delete", "export", "share"] as const).map(
      (action) => can(model, as("amy"), action, { object: "deal", record }).reason,
    );
    expect(reasons).toEqual(["modify-all", "modify-all", "modify-all", "object", "object"]);
  });

  test("lets people create for themselves, and only modifyAll for others", () => {
    expect(create("ada", "ada")).toBe(true);
    expect(create("ada", "bob")).toBe(false);
    expect(create("ada", null)).toBe(false);
    expect(create("amy", "bob")).toBe(true);
    expect(create("vic", "vic")).toBe(false);
  });

  test("refuses a write that touches a field one may not edit", () => {
    const record = ownedBy("ada");
    const write = (...fields: string[]) =>
      can(model, as("ada"), "update", { object: "deal", record, fields });
    expect(write("name").allow).toBe(true);
    expect(write("name", "amount").rule).toBe("field");
    expect(write("margin").rule).toBe("field");
    expect(write("nope").rule).toBe("field");
  });

  test("puts a deny above every grant and gives its reason", () => {
    const denied = compile({
      ...facts,
      denies: [
        { company: globex, who: "all", action: "*", reason: "foreign" },
        { company: acme, who: "user:amy", action: "delete", object: "deal", reason: "quarantine" },
        { company: acme, who: "all", action: "*", object: "note", reason: "closed" },
      ],
    });
    const record = ownedBy("amy");
    expect(can(denied, as("amy"), "delete", { object: "deal", record })).toEqual({
      allow: false,
      reason: "quarantine",
      rule: "deny",
    });
    expect(can(denied, as("amy"), "update", { object: "deal", record }).allow).toBe(true);
    expect(scopeOf(denied, as("ada"), "note", "read")).toBe("none");
  });
});

describe("permits", () => {
  test("answers the permission of a route", () => {
    expect(permits(model, as("amy"), { system: "access.manage" }).allow).toBe(true);
    expect(permits(model, as("ada"), { system: "access.manage" }).rule).toBe("system");
    expect(permits(model, as("off"), { system: "access.manage" }).rule).toBe("inactive");
    expect(permits(model, as("ada"), { object: "deal", action: "create" }).allow).toBe(true);
    expect(permits(model, as("vic"), { object: "deal", action: "create" }).rule).toBe("object");
  });
});

describe("fields", () => {
  test("are edit unless a set narrows them", () => {
    expect(Object.fromEntries(fieldLevels(model, as("ada"), "deal"))).toEqual({
      name: "edit",
      amount: "read",
      margin: "none",
    });
  });

  test("take the best level of the sets that show the object", () => {
    expect(fieldLevels(model, as("bob"), "deal").get("margin")).toBe("edit");
  });

  test("gain nothing from a set that does not show the object", () => {
    expect(fieldLevels(model, as("max"), "deal").get("margin")).toBe("none");
  });

  test("are all none where the object or the record may not be read", () => {
    expect([...readableFields(model, as("new"), "deal")]).toEqual([]);
    expect([...readableFields(model, as("ada"), "deal", ownedBy("amy"))]).toEqual([]);
  });

  test("become read where the record may not be updated", () => {
    expect(fieldLevels(model, as("bob"), "deal", ownedBy("amy")).get("name")).toBe("read");
    expect(fieldLevels(model, as("bob"), "deal", ownedBy("bob")).get("name")).toBe("edit");
    expect(fieldLevels(model, as("vic"), "deal").get("name")).toBe("read");
  });

  test("refuse a patch as a whole, with the path of every field that may not be written", () => {
    const result = checkInput(model, as("ada"), "deal", { name: "x", amount: 1, margin: 1 });
    expect(result).toMatchObject({
      ok: false,
      error: [
        { code: "access/field-forbidden", path: ["fields", "amount"] },
        { code: "access/field-forbidden", path: ["fields", "margin"] },
      ],
    });
    expect(checkInput(model, as("ada"), "deal", { name: "x" }).ok).toBe(true);
  });
});

describe("scopeOf", () => {
  test("is all, none, or the records of oneself", () => {
    expect(scopeOf(model, as("amy"), "deal", "read")).toBe("all");
    expect(scopeOf(model, as("amy"), "deal", "update")).toMatchObject({
      all: true,
      except: { frozen: true, hold: false },
    });
    expect(scopeOf(model, as("vic"), "deal", "read")).toBe("all");
    expect(scopeOf(model, as("vic"), "deal", "update")).toBe("none");
    expect(scopeOf(model, as("ada"), "deal", "read")).toMatchObject({
      all: false,
      owners: ["ada"],
    });
    expect(scopeOf(model, as("ada"), "account", "read")).toBe("all");
    expect(scopeOf(model, as("off"), "deal", "read")).toBe("none");
  });
});

describe("rightsOf", () => {
  test("lists what a user interface may offer", () => {
    expect(rightsOf(model, as("amy"))).toEqual({
      system: ["access.manage"],
      objects: {
        deal: {
          actions: ["create", "read", "update", "delete"],
          fields: { name: "edit", amount: "edit", margin: "edit" },
        },
      },
    });
    expect(rightsOf(model, as("ada")).objects["deal"]?.fields).toEqual({
      name: "edit",
      amount: "read",
    });
    expect(rightsOf(model, as("off"))).toEqual({ system: [], objects: {} });
  });
});
