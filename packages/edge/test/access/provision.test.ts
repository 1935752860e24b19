import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge();
});
afterAll(() => edge.close());

const fresh = "0190a000-0000-7000-8000-0000000000cc";

const administrator = {
  name: "Administrator",
  objects: {},
  fields: {},
  system: ["access.manage"],
};
const ada = { name: "Ada", email: "Ada@New.example", sets: ["Administrator"] };
const input = {
  name: "New",
  currency: "EUR",
  locale: "en",
  timeZone: "UTC",
  sets: [administrator],
  users: [ada],
};

/** Codes and places of what is refused. */
const refusal = async (company: string, changed: object): Promise<unknown> => {
  const made = await edge.ennead.provision(company, { ...input, ...changed });
  return made.ok ? "made" : made.error.map(({ code, path = [] }) => `${code} ${path.join("/")}`);
};

describe("a company is not made", () => {
  test.each([
    ["under a name", "acme", {}, ["access/bad-company-id "]],
    ["under a UUID in upper case", fresh.toUpperCase(), {}, ["access/bad-company-id "]],
    [
      "with two users of one address",
      fresh,
      { users: [ada, { ...ada, email: "ada@new.example" }] },
      ["access/duplicate-email users/1/email"],
    ],
    [
      "with two users of one id",
      fresh,
      {
        users: [
          { ...ada, id: fresh },
          { ...ada, id: fresh },
        ],
      },
      ["access/duplicate-id users/1/id"],
    ],
    [
      "with a user whose id is none",
      fresh,
      { users: [{ ...ada, id: "ada" }] },
      ["kernel/invalid-value users/0/id"],
    ],
    [
      "with two sets of one name",
      fresh,
      { sets: [administrator, administrator] },
      ["access/duplicate-set sets/1/name"],
    ],
    [
      "with a set that is not there",
      fresh,
      { users: [{ ...ada, sets: ["Boss"] }] },
      ["access/unknown-set users/0/sets/0"],
    ],
    [
      "with a manager who is not there",
      fresh,
      { users: [{ ...ada, manager: "eve@new.example" }] },
      ["access/unknown-principal users/0/managerId"],
    ],
    [
      "with no address",
      fresh,
      { users: [{ ...ada, email: "ada" }] },
      ["kernel/invalid-value users/0/email"],
    ],
    ["in no currency", fresh, { currency: "euro" }, ["kernel/invalid-value currency"]],
    ["in no time zone", fresh, { timeZone: "Mars" }, ["access/bad-time-zone timeZone"]],
    [
      "with defaults of nothing",
      fresh,
      { defaults: { ghost: "read" } },
      ["access/unknown-object defaults/ghost"],
    ],
    ["with members that nobody knows", fresh, { colour: "red" }, ["kernel/unknown-field colour"]],
    ["without an administrator", fresh, { users: [] }, ["access/last-admin "]],
  ])("%s", async (_name, company, changed, faults) => {
    expect(await refusal(company, changed)).toEqual(faults);
  });
});

test("a company is made once, and names its users and sets by what was given", async () => {
  const made = await edge.ennead.provision(fresh, input);
  expect(made).toMatchObject({
    ok: true,
    value: {
      users: { "ada@new.example": expect.any(String) },
      sets: { Administrator: expect.any(String) },
    },
  });
  expect(await refusal(fresh, {})).toEqual(["access/company-exists "]);
});

test("a user's name is in the log only among the values that can be erased", async () => {
  const { rows } = await edge.db.execute("select * from audit_event where entity = 'access.user'");
  expect(rows.length).toBeGreaterThan(5);
  const text = JSON.stringify(rows.map((row) => Object.values(row)));
  for (const word of ["Ada", "stranger", "Stranger"]) expect(text).not.toContain(word);
});
