import { formatDate } from "@ennead/core/calendar";
import {
  checkExpression,
  rowExpression,
  sqlExpression,
  type ExpressionType,
  type Value,
} from "@ennead/core/expression";
import { createClient, type Client, type InValue } from "@libsql/client";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  expressionText,
  fieldTypes,
  row,
  typeOf,
  type RandomRow,
} from "../../../core/test/expression/arbitrary.ts";

const names = [...fieldTypes.keys()];
const [sample] = fc.sample(fc.array(row, { minLength: 120, maxLength: 120 }), {
  numRuns: 1,
  seed: 5,
});
const rows: readonly RandomRow[] = sample ?? [];
const facts = { now: Date.parse("2026-11-22T23:30:00Z") };

/** A value as its column stores it: decimals as units. */
const stored = (name: string, value: RandomRow[string] | undefined): InValue => {
  if (value === null || value === undefined) return null;
  const type = fieldTypes.get(name) as ExpressionType;
  if (type.kind === "decimal") {
    const [whole = "", fraction = ""] = String(value).split(".");
    const digits = fraction.padEnd(type.scale, "0");
    return BigInt(`${whole}${digits}`);
  }
  if (type.kind === "int" || type.kind === "instant") return BigInt(value as number);
  return typeof value === "boolean" ? Number(value) : value;
};

let db: Client;
beforeAll(async () => {
  db = createClient({ url: ":memory:", intMode: "bigint" });
  const kinds: Readonly<Record<string, string>> = { text: "TEXT", date: "TEXT", float: "REAL" };
  const columns = names.map(
    (name) => `"${name}" ${kinds[typeOf([name])?.kind ?? ""] ?? "INTEGER"}`,
  );
  await db.execute(`CREATE TABLE r (id INTEGER PRIMARY KEY, ${columns.join(", ")}) STRICT`);
  await db.batch(
    rows.map((one, at) => ({
      sql: `INSERT INTO r VALUES (?${", ?".repeat(names.length)})`,
      args: [at, ...names.map((name) => stored(name, one[name]))],
    })),
    "write",
  );
});
afterAll(() => db.close());

/** The value of a row as SQL would write it. */
const inSql = (value: Value, { kind }: ExpressionType): unknown => {
  if (kind === "bool") return value === true ? 1n : 0n;
  if (value === null) return null;
  if (kind === "date") return formatDate(value as number);
  if (kind === "instant") return BigInt(value as number);
  return kind === "float" ? Number(value) + 0 : value;
};

test("SQL answers what each row does", async () => {
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(expressionText, async (text) => {
      const checked = checkExpression(text, { typeOf });
      fc.pre(checked.ok);
      if (!checked.ok) return;
      const { type } = checked.value;
      const written = sqlExpression(checked.value, (path) => `r."${path.join(".")}"`, facts);
      if (!written.ok) throw new Error(`${text}: ${written.error.message}`);
      compiled += 1;
      const { sql, params } = written.value;
      const found = await db.execute({
        sql: `SELECT (${sql}) AS v FROM r ORDER BY id`,
        args: [...params],
      });
      const answer = rowExpression<RandomRow>(checked.value, facts);
      const got = found.rows.map(({ v }) => {
        if (type.kind === "bool") return v === 1n ? 1n : 0n;
        return typeof v === "number" ? v + 0 : v;
      });
      expect([text, got]).toEqual([text, rows.map((one) => inSql(answer(one), type))]);
    }),
    { numRuns: 1500 },
  );
  expect(compiled).toBeGreaterThan(1000);
});

const typeOfMoney = ([name]: readonly string[]): ExpressionType | undefined =>
  name === "x" || name === "y" ? { kind: "money", scale: 2 } : undefined;

const moneyField = ([name]: readonly string[]) => ({
  units: `r.${name}`,
  currency: `r.${name}c`,
});

test("amounts of money are what they are in rows", async () => {
  const amounts = [null, [100n, "EUR"], [250n, "EUR"], [100n, "USD"], [2n ** 62n, "EUR"]] as const;
  const texts = [
    "amount(x + y)",
    "currency(coalesce(x, y))",
    "amount(has(x) ? x - y : -y)",
    'x == y || x > money(1.50, "EUR")',
    "amount(coalesce(x, y) * 2.5)",
    "x / y",
    "x != null && y <= x",
    "amount(abs(y - x) + (x + x))",
  ];
  for (const text of texts) {
    const checked = checkExpression(text, { typeOf: typeOfMoney });
    if (!checked.ok) throw new Error(`${text}: ${checked.error[0]?.message}`);
    const written = sqlExpression(checked.value, moneyField, facts);
    if (!written.ok) throw new Error(`${text}: ${written.error.message}`);
    for (const x of amounts) {
      for (const y of amounts) {
        const amount = (one: typeof x) =>
          one === null ? null : { amount: `${one[0] / 100n}.00`, currency: one[1] };
        const whole = (one: typeof x) => (one === null ? null : (one[0] / 100n) * 100n);
        const expected = rowExpression(checked.value, facts)({ x: amount(x), y: amount(y) });
        const found = await db.execute({
          sql: `SELECT ${written.value.sql} AS v FROM (SELECT ? AS x, ? AS xc, ? AS y, ? AS yc) r`,
          args: [...written.value.params, whole(x), x?.[1] ?? null, whole(y), y?.[1] ?? null],
        });
        expect([text, x, y, found.rows[0]?.["v"]]).toEqual([
          text,
          x,
          y,
          inSql(expected, checked.value.type),
        ]);
      }
    }
  }
});
