import {
  compile,
  scopeKey,
  scopeOf,
  scopeSources,
  scopeWhere,
  type RecordScope,
  type ScopeColumns,
} from "@ennead/core/access";
import { describe, expect, test } from "vitest";

import { acme, as, facts, model, noon } from "./company.ts";

const columns: ScopeColumns = {
  id: "r.id",
  owner: "r.owner_id",
  territory: "r.territory_id",
  shares: {
    table: "record_share",
    company: "company_id",
    object: "object",
    record: "record_id",
    target: "target",
    level: "level",
    expiresAt: "expires_at",
  },
};
const source = { table: "record r", where: { sql: "r.company_id = ?", params: [acme] } };

const scope = (who: string, action: "read" | "delete" = "read"): RecordScope => {
  const found = scopeOf(model, as(who), "deal", action);
  if (typeof found === "string") throw new Error(`The scope is ${found}.`);
  return found;
};

describe("a scope", () => {
  test("names owners below, territories reached and targets of shares", () => {
    expect(scope("ada")).toMatchObject({
      all: false,
      level: 1,
      now: noon,
      owners: ["ada", "bob", "cy"],
      territories: [],
    });
    expect(scope("dan")).toMatchObject({
      owners: ["dan"],
      territories: ["europe", "france", "paris"],
      sharedTo: ["company", "territory:europe", "user:dan"],
    });
    expect(scope("ada", "delete").except).toEqual({
      hold: true,
      frozen: true,
      requesters: [],
      records: [],
    });
  });

  test("is all but what is denied for whoever may change everything", () => {
    const denies = [
      { company: acme, who: "all", action: "read", record: "d'1", reason: "x" } as const,
    ];
    const denied = scopeOf(compile({ ...facts, denies }), as("max"), "deal", "read");
    expect(scopeWhere(denied, columns, source)).toEqual({
      sql: "r.id not in (select value from json_each(?))",
      params: [`["d'1"]`],
    });
    expect(scopeOf(model, as("max"), "deal", "read")).toBe("all");
    expect(scopeWhere("all", columns)).toEqual({ sql: "1", params: [] });
    expect(scopeWhere("none", columns)).toEqual({ sql: "0", params: [] });
  });
});

const ownersIn: ScopeColumns["ownersIn"] = (ranges) => ({
  sql: `select node from tree_pos where ${ranges.map(() => "pos >= ? and pos < ?").join(" or ")}`,
  params: ranges.flatMap(({ start, end }) => [start, end]),
});

describe("its SQL", () => {
  test("has the same text for any number of owners, and everything of data bound", () => {
    const { sql, params } = scopeWhere(scope("ada"), columns);
    expect(sql).toContain("r.owner_id in (select value from json_each(?))");
    expect(sql).not.toContain("ada");
    expect(params).toContain(JSON.stringify(["ada", "bob", "cy"]));
    expect(sql.split("?").length - 1).toBe(params.length);
  });

  test("asks no column that is not there, and no share that ends without a moment", () => {
    const { now: _now, ...timeless } = as("dan");
    const found = scopeOf(model, timeless, "deal", "read");
    expect(scopeWhere(found, { id: "id", owner: "owner_id" }).sql).toBe("(owner_id = ?)");
    expect(scopeWhere(found, columns).sql).toContain("(expires_at is null)");
  });

  test("takes owners from a table of positions where the caller keeps one", () => {
    const { sql, params } = scopeWhere(scope("ada"), { id: "id", owner: "owner_id", ownersIn });
    expect(sql).toBe("(owner_id in (select node from tree_pos where pos >= ? and pos < ?))");
    expect(params).toEqual([0, 3]);
  });

  test("is in the narrow form a union of what indexes reach", () => {
    const { sql } = scopeWhere(scope("dan"), columns, source);
    expect(sql.startsWith("r.id in (select r.id from record r where r.company_id = ?")).toBe(true);
    expect(sql.match(/ union /g)).toHaveLength(2);
    expect(scopeSources(scope("dan"), columns, source)).toHaveLength(3);
    expect(scopeSources("all", columns, source)).toBeNull();
  });
});

test("the key of a scope is the same at another time and another for other reach", () => {
  const later = scopeOf(model, as("ada", { now: noon + 1 }), "deal", "read");
  expect(scopeKey(later)).toBe(scopeKey(scope("ada")));
  const keys = ["ada", "cy", "dan", "eve"].map((who) => scopeKey(scope(who)));
  expect(new Set([...keys, scopeKey(scope("ada", "delete")), scopeKey("all")]).size).toBe(6);
});
