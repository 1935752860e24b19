import { selectRows, type Filter, type FilterColumn } from "@ennead/core/filter";
import { expect, test } from "vitest";

const select = (filter: Filter, column: FilterColumn, rows: number): number[] => [
  ...selectRows(filter, { rows, columns: new Map([["f", column]]) }, { now: 0 }),
];

const text: FilterColumn = {
  type: "text",
  codes: Uint8Array.of(0, 1, 0, 1),
  dict: ["Won", "Lost"],
  validity: Uint8Array.of(0b0111),
};

test("a dictionary is asked once per member, missing rows are empty", () => {
  expect(select(["=", "f", "Lost"], text, 4)).toEqual([0, 1, 0, 0]);
  expect(select(["!=", "f", "Lost"], text, 4)).toEqual([1, 0, 1, 1]);
  expect(select(["isNull", "f"], text, 4)).toEqual([0, 0, 0, 1]);
});

test("and without parts keeps all, or without parts keeps none", () => {
  expect(select(["and"], text, 2)).toEqual([1, 1]);
  expect(select(["or"], text, 2)).toEqual([0, 0]);
});

test("constants between two units of a scaled column round inwards", () => {
  const column: FilterColumn = { type: "decimal", scale: 1, values: Float64Array.of(14, 15, 16) };
  expect(select(["<", "f", "1.55"], column, 3)).toEqual([1, 1, 0]);
  expect(select([">=", "f", "1.45"], column, 3)).toEqual([0, 1, 1]);
  expect(select(["=", "f", "1.55"], column, 3)).toEqual([0, 0, 0]);
  expect(select(["in", "f", ["1.4", "1.60", "1.55"]], column, 3)).toEqual([1, 0, 1]);
});

test("64-bit integers are told apart beyond 2^53", () => {
  const column: FilterColumn = {
    type: "int64",
    values: BigInt64Array.of(2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n)),
  };
  expect(select(["=", "f", "9007199254740993"], column, 3)).toEqual([0, 1, 0]);
  expect(select(["<", "f", "1e300"], column, 3)).toEqual([1, 1, 1]);
  expect(select([">", "f", "9007199254740992"], column, 3)).toEqual([0, 1, 0]);
});

test("numbers that are not finite count as missing", () => {
  const column: FilterColumn = { type: "float", values: Float64Array.of(1, NaN, Infinity, -0) };
  expect(select(["isNull", "f"], column, 4)).toEqual([0, 1, 1, 0]);
  expect(select([">", "f", 0.5], column, 4)).toEqual([1, 0, 0, 0]);
  expect(select(["in", "f", [0, 1]], column, 4)).toEqual([1, 0, 0, 1]);
});

test("dates are days, also in periods", () => {
  const column: FilterColumn = { type: "date", values: Int32Array.of(-1, 0, 1) };
  expect(select(["=", "f", "1970-01-01"], column, 3)).toEqual([0, 1, 0]);
  expect(select(["period", "f", { grain: "year" }], column, 3)).toEqual([0, 1, 1]);
});
