import { expressions } from "@ennead/core/expression";
import {
  checkFilter,
  filterSql,
  filterSqlFault,
  rowPredicate,
  type Filter,
  type FilterFacts,
  type SqlColumn,
} from "@ennead/core/filter";
import { parseDecimal, unitsAt } from "@ennead/core/kernel";
import { createClient, type Client, type InValue } from "@libsql/client";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  facts,
  fieldTypes,
  filter,
  row,
  scaleOf,
  type RandomRow,
} from "../../../core/test/filter/arbitrary.ts";

const typeOf = (field: string) => fieldTypes.get(field);

const column = (field: string): SqlColumn | undefined => {
  const type = typeOf(field);
  return type && { sql: `r."${field}"`, type, scale: scaleOf(field) ?? 0 };
};

/** A value as its column stores it. */
const stored = (field: string, value: RandomRow[string]): InValue => {
  if (value === null) return null;
  switch (typeOf(field)) {
    case "bool":
      return value === true ? 1 : 0;
    case "int64":
    case "decimal":
    case "money": {
      const decimal = parseDecimal(String(value));
      return decimal === undefined ? null : (unitsAt(decimal, scaleOf(field) ?? 0) ?? null);
    }
    case "timestamp":
      return Date.parse(String(value));
    default:
      return value;
  }
};

const names = [...fieldTypes.keys()];
const [sample] = fc.sample(fc.array(row, { minLength: 200, maxLength: 200 }), {
  numRuns: 1,
  seed: 7,
});
const rows: readonly RandomRow[] = sample ?? [];

let db: Client;

beforeAll(async () => {
  db = createClient({ url: ":memory:" });
  const kinds: Readonly<Record<string, string>> = { text: "TEXT", date: "TEXT", float: "REAL" };
  const columns = names.map((name) => `"${name}" ${kinds[name] ?? "INTEGER"}`);
  await db.execute(`CREATE TABLE r (at INTEGER PRIMARY KEY, ${columns.join(", ")}) STRICT`);
  await db.batch(
    rows.map((one, at) => ({
      sql: `INSERT INTO r VALUES (?${", ?".repeat(names.length)})`,
      args: [at, ...names.map((name) => stored(name, one[name] ?? null))],
    })),
    "write",
  );
});

afterAll(() => {
  db.close();
});

const selected = async (tree: Filter, given: FilterFacts): Promise<number[]> => {
  const { sql, params } = filterSql(tree, { column, expressions, ...given });
  const found = await db.execute({
    sql: `SELECT at FROM r WHERE ${sql} ORDER BY at`,
    args: [...params],
  });
  return found.rows.map(({ at }) => Number(at));
};

describe("filterSql on libSQL", () => {
  test("keeps the records that rowPredicate keeps", async () => {
    await fc.assert(
      fc.asyncProperty(filter, facts, async (tree, given) => {
        const keep = rowPredicate(tree, { ...given, typeOf, scaleOf, expressions });
        const expected = rows.flatMap((one, at) => (keep(one) ? [at] : []));
        expect(await selected(tree, given)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("a thousand conditions and a thousand values stay within SQLite's limits", async () => {
    const leaf: Filter = ["=", "int", 1];
    const wide: Filter = ["or", ...Array.from({ length: 999 }, () => leaf)];
    const long: Filter = ["in", "int", Array.from({ length: 1_000 }, (_, at) => at)];
    const expected = await selected(leaf, { now: 0 });
    expect(await selected(wide, { now: 0 })).toEqual(expected);
    expect(await selected(["and", long, leaf], { now: 0 })).toEqual(expected);
  });

  test("a free condition at the deepest place, as deep as it may be, stays within SQLite's parser", async () => {
    let text = "int";
    for (let level = 0; level < 18; level += 1) text = `(${text} + abs(int64))`;
    let tree: Filter = ["expr", `${text} > 5 && !(${text} < 7)`];
    for (let level = 0; level < 15; level += 1) {
      tree = ["or", ["and", tree, ["notNull", "text"]], ["=", "int", 7]];
    }
    expect(checkFilter(tree, typeOf, { expressions, scaleOf })).toMatchObject({ ok: true });
    const keep = rowPredicate(tree, { now: 0, typeOf, scaleOf, expressions });
    const expected = rows.flatMap((one, at) => (keep(one) ? [at] : []));
    expect(await selected(tree, { now: 0 })).toEqual(expected);
  });

  test("what only rows can judge is told with its place", () => {
    const options = { column, expressions, now: 0, timeZone: "Europe/Berlin" };
    const tree: Filter = [
      "or",
      ["isNull", "int"],
      ["not", ["expr", "bool || date(timestamp) == date"]],
    ];
    expect(filterSqlFault(tree, options)).toMatchObject({
      code: "filter/bad-filter",
      path: [2, 1, 1],
      detail: { from: 8, to: 23 },
    });
    expect(filterSqlFault(tree, { ...options, timeZone: "UTC" })).toBeUndefined();
  });

  test("values are bound, never spelled", () => {
    const hostile = `x' OR 1=1 --`;
    for (const tree of [
      ["=", "text", hostile],
      ["contains", "text", hostile],
      ["in", "text", [hostile, "b"]],
      ["expr", `text == ${JSON.stringify(hostile)}`],
    ] as const satisfies readonly Filter[]) {
      const { sql, params } = filterSql(tree, { column, expressions, now: 0 });
      expect(sql).not.toContain("OR 1=1");
      expect(params).toContain(hostile);
    }
  });

  test("a list column is asked for its members", async () => {
    const tags: SqlColumn = { sql: `r.tags`, type: "textList" };
    const ask = async (json: string | null, tree: Filter): Promise<boolean> => {
      const { sql, params } = filterSql(tree, { column: () => tags, now: 0 });
      const found = await db.execute({
        sql: `SELECT 1 FROM (SELECT ? AS tags) r WHERE ${sql}`,
        args: [json, ...params],
      });
      return found.rows.length === 1;
    };
    expect(await ask('["ab","c"]', ["contains", "tags", "c"])).toBe(true);
    expect(await ask('["ab","c"]', ["contains", "tags", "a"])).toBe(false);
    expect(await ask(null, ["not", ["contains", "tags", "a"]])).toBe(true);
    expect(await ask("[]", ["isNull", "tags"])).toBe(true);
    expect(await ask(null, ["isNull", "tags"])).toBe(true);
  });
});
