import {
  jsonChunks,
  lineOf,
  tableFromJson,
  tableJson,
  type Table,
  type TableCell,
  type TableRow,
} from "@ennead/core/export";
import { unwrap } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { anyText } from "./support/arbitrary-text.ts";

const cell: fc.Arbitrary<TableCell> = fc.oneof(
  anyText,
  fc.double(),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, Number.MAX_VALUE, 5e-324),
  fc.bigInt(),
  fc.boolean(),
  fc.constant(null),
);

const cells = fc.array(cell, { maxLength: 4 });
const row: fc.Arbitrary<TableRow> = fc.oneof(
  cells,
  fc.record({
    cells,
    level: fc.nat(9),
    kind: fc.constantFrom("member", "others", "subtotal", "total"),
  }),
);

const table: fc.Arbitrary<Table> = fc.record(
  {
    title: anyText,
    notes: fc.array(anyText, { maxLength: 2 }),
    keys: fc.nat(3),
    headings: fc.array(fc.array(fc.record({ text: anyText }), { maxLength: 2 }), { maxLength: 2 }),
    columns: fc.array(
      fc.record({ name: anyText, label: anyText, type: fc.constantFrom("text", "decimal") }),
      { maxLength: 3 },
    ),
    rows: fc.array(row, { maxLength: 5 }),
  },
  { requiredKeys: ["columns", "rows"] },
);

test("every cell comes back exactly, with its type", () => {
  fc.assert(
    fc.property(table, (written) => {
      const { rows, ...head } = unwrap(tableFromJson(tableJson(written)));
      const { rows: wanted, ...wantedHead } = written;
      expect(head).toEqual(wantedHead);
      const all = Array.from(rows, lineOf);
      expect(all).toEqual(Array.from(wanted, lineOf));
      // toEqual takes 0 for -0.
      const found = all.flatMap((line) => line.cells);
      const expected = Array.from(wanted, lineOf).flatMap((line) => line.cells);
      expect(found.every((value, at) => Object.is(value, expected[at]))).toBe(true);
    }),
  );
});

function* manyRows(): Generator<TableRow, void, void> {
  for (let at = 0; at < 20_000; at += 1) yield [at, "text"];
}

test("rows may be many, and come in pieces", () => {
  const columns = [{ name: "v", label: "v", type: "number" }] as const;
  const chunks = [...jsonChunks({ columns, rows: manyRows() })];
  expect(chunks.length).toBeGreaterThan(3);
  expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(70_000);
  expect([...unwrap(tableFromJson(chunks.join(""))).rows]).toHaveLength(20_000);
});

describe("what is no table is refused with its place", () => {
  const base = { version: 1, columns: [], rows: [] };
  test.each([
    ["{", undefined],
    ["null", []],
    [JSON.stringify({ ...base, version: 2 }), ["version"]],
    [JSON.stringify({ ...base, rows: {} }), ["rows"]],
    [
      JSON.stringify({ ...base, columns: [{ name: "v", label: "v", type: "x" }] }),
      ["columns", 0, "type"],
    ],
  ])("%s", (text, path) => {
    const result = tableFromJson(text);
    expect(result.ok ? "accepted" : [result.error.code, result.error.path]).toEqual([
      "export/bad-table",
      path,
    ]);
  });

  test("a cell that is an object other than an exact number", () => {
    const text = JSON.stringify({ ...base, rows: [[{ number: "1e999" }]] });
    expect(tableFromJson(text).ok).toBe(false);
  });
});
