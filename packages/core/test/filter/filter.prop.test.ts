import { parseDate, parseInstant } from "@ennead/core/calendar";
import { expressions } from "@ennead/core/expression";
import {
  checkFilter,
  compareCodePoints,
  rowPredicate,
  selectRows,
  type Filter,
  type FilterColumn,
} from "@ennead/core/filter";
import { parseDecimal, unitsAt } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { facts, fieldTypes, filter, row, scaleOf, type RandomRow } from "./arbitrary.ts";

const typeOf = (field: string) => fieldTypes.get(field);
const free = { expressions, scaleOf };

const validityOf = (cells: readonly unknown[]): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(cells.length / 8));
  for (const [at, cell] of cells.entries()) if (cell !== null) bits[at >> 3]! |= 1 << (at & 7);
  return bits;
};

const dictionary = (rows: readonly RandomRow[], name: string): FilterColumn => {
  const cells = rows.map((one) => one[name] ?? null);
  const dict = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? 0 : dict.indexOf(cell)));
  return { type: typeOf(name)!, scale: 2, codes, dict, validity: validityOf(cells) };
};

const numbers = (rows: readonly RandomRow[], name: string): FilterColumn => {
  const type = typeOf(name)!;
  const cells = rows.map((one) => one[name] ?? null);
  const validity = validityOf(cells);
  const scale = type === "int64" ? 0 : 2;
  const units = (cell: unknown): bigint => unitsAt(parseDecimal(String(cell ?? "0"))!, scale)!;
  switch (type) {
    case "text":
    case "textList":
      return dictionary(rows, name);
    case "int64":
    case "money":
      return { type, scale, values: BigInt64Array.from(cells, units), validity };
    case "decimal":
      return {
        type,
        scale,
        values: Float64Array.from(cells, (cell) => Number(units(cell))),
        validity,
      };
    case "date":
      return {
        type,
        values: Int32Array.from(cells, (cell) => parseDate(String(cell)) ?? 0),
        validity,
      };
    case "timestamp":
      return {
        type,
        values: Float64Array.from(cells, (cell) => parseInstant(String(cell)) ?? 0),
        validity,
      };
    default:
      return { type, values: Float64Array.from(cells, Number), validity };
  }
};

const points = (text: string): number[] => Array.from(text, (one) => one.codePointAt(0) ?? 0);

describe("evaluators", () => {
  test("rows, dictionaries and typed columns keep the same records", () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        filter,
        facts,
        (rows, tree, given) => {
          const names = [...fieldTypes.keys()];
          const keep = rowPredicate(tree, { ...given, ...free, typeOf });
          const byRow = rows.map((one) => Number(keep(one)));
          for (const build of [dictionary, numbers]) {
            const columns = new Map(names.map((name) => [name, build(rows, name)]));
            expect([
              ...selectRows(tree, { rows: rows.length, columns }, { ...given, expressions }),
            ]).toEqual(byRow);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("not is the exact complement", () => {
    fc.assert(
      fc.property(row, filter, facts, (one, tree, given) => {
        const keep = rowPredicate(tree, { ...given, ...free, typeOf });
        expect(rowPredicate(["not", tree], { ...given, ...free, typeOf })(one)).toBe(!keep(one));
      }),
    );
  });

  test("every generated filter passes the check", () => {
    fc.assert(
      fc.property(filter, (tree) => {
        expect(checkFilter(tree, typeOf, free).ok).toBe(true);
      }),
    );
  });

  test("checkFilter never throws, and what it takes can be run", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), row, (json, one) => {
        const checked = checkFilter(json, typeOf, free);
        const given = { ...free, typeOf, now: 0 };
        const kept = checked.ok && rowPredicate(checked.value, given)(one);
        expect(checked.ok || checked.error.length > 0).toBe(true);
        expect(typeof kept).toBe("boolean");
      }),
    );
  });

  test("text sorts by code point, not by UTF-16 unit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const [left, right] = [points(a), points(b)];
        const at = left.findIndex((point, index) => point !== right[index]);
        const order = at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(order));
      }),
    );
  });
});

test("the tree itself is never changed", () => {
  fc.assert(
    fc.property(filter, row, facts, (tree: Filter, one, given) => {
      const before = JSON.stringify(tree);
      rowPredicate(tree, { ...given, ...free, typeOf })(one);
      expect(JSON.stringify(tree)).toBe(before);
    }),
  );
});
