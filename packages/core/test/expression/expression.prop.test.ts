import {
  checkExpression,
  columnExpression,
  rowExpression,
  type ExpressionColumn,
  type ExpressionType,
  type Value,
} from "@ennead/core/expression";
import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, type ColumnSchema } from "@ennead/core/pivot";
import fc from "fast-check";
import { expect, test } from "vitest";

import { expressionText, fieldTypes, row, typeOf, type RandomRow } from "./arbitrary.ts";

const names = [...fieldTypes.keys()];

const schema = names.map((name): ColumnSchema => {
  const type = fieldTypes.get(name) as ExpressionType;
  if (type.kind === "decimal") return { name, type: "decimal", scale: type.scale };
  return { name, type: (type.kind === "instant" ? "timestamp" : type.kind) as "text" };
});

const facts = { now: Date.parse("2026-11-22T23:30:00Z"), timeZone: "Asia/Kolkata" };

/** What a column holds at a row, as a row's value. */
const held = ({ type, values, codes, dict, validity }: ExpressionColumn, at: number): Value => {
  if (validity !== undefined && (((validity[at >> 3] ?? 0) >> (at & 7)) & 1) === 0) return null;
  if (codes !== undefined) return String(dict?.[codes[at] ?? -1]);
  const value = values?.[at] ?? 0;
  if (type === "bool") return value !== 0;
  return ["int", "int64", "decimal"].includes(type) ? BigInt(value) : Number(value);
};

/** -0 is 0, and a boolean without a value is no truth either way. */
const plain = (value: Value, type: ExpressionType): unknown =>
  type.kind === "bool" ? value === true : value === 0 ? 0 : value;

test("a column holds what each row answers", () => {
  fc.assert(
    fc.property(expressionText, fc.array(row, { minLength: 1, maxLength: 20 }), (text, rows) => {
      const checked = checkExpression(text, { typeOf });
      // Products of products may have more digits than a decimal holds.
      fc.pre(checked.ok);
      if (!checked.ok) return;
      const expression = checked.value;
      const records = rows.map((one: RandomRow) => names.map((name) => one[name] ?? null));
      const table = unwrap(datasetFromRows(records, schema));
      const column = columnExpression(expression, table, facts);
      const answer = rowExpression<RandomRow>(expression, facts);
      rows.forEach((one, at) => {
        expect([text, plain(held(column, at), expression.type)]).toEqual([
          text,
          plain(answer(one), expression.type),
        ]);
      });
    }),
    { numRuns: 1500 },
  );
});

test("most random expressions have a type", () => {
  const texts = fc.sample(expressionText, { numRuns: 500, seed: 11 });
  const wrong = texts.filter((text) => !checkExpression(text, { typeOf }).ok);
  expect(wrong.length).toBeLessThan(50);
});

test("any text is read or refused with a place in it", () => {
  const any = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 30 }),
    fc
      .array(fc.constantFrom(..."ijdt()[]{}.,+-*/%<>=!&|?:'\"0129 \\", "null", "in", "date", "has"))
      .map((all) => all.join("")),
  );
  fc.assert(
    fc.property(any, (text) => {
      const checked = checkExpression(text, { typeOf });
      if (checked.ok) return;
      for (const { code, detail } of checked.error) {
        const [from, to] = [Number(detail?.["from"]), Number(detail?.["to"])];
        expect(code).toMatch(/^expression\//);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 3000 },
  );
});
