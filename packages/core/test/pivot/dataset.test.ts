import { unwrap } from "@ennead/core/kernel";
import {
  datasetFromColumns,
  datasetFromRows,
  type Column,
  type ColumnSchema,
} from "@ennead/core/pivot";
import { describe, expect, test } from "vitest";

const refusal = (rows: readonly unknown[][], schema: readonly ColumnSchema[]): unknown => {
  const result = datasetFromRows(rows, schema);
  return result.ok ? undefined : { code: result.error.code, path: result.error.path };
};

const decimals = (values: string[]): Column | undefined =>
  unwrap(
    datasetFromRows(
      values.map((value) => [value]),
      [{ name: "x", type: "decimal", scale: 2 }],
    ),
  ).columns.get("x");

describe("records as columns", () => {
  test("text holds each distinct value once, in the narrowest codes", () => {
    const rows = Array.from({ length: 300 }, (_, at) => [`m${at % 299}`, at % 2 === 0 ? "x" : "y"]);
    const dataset = unwrap(
      datasetFromRows(rows, [
        { name: "many", type: "text" },
        { name: "few", type: "text" },
      ]),
    );
    expect(dataset.columns.get("many")?.codes).toBeInstanceOf(Uint16Array);
    expect(dataset.columns.get("many")?.dict).toHaveLength(299);
    expect(dataset.columns.get("few")?.codes).toBeInstanceOf(Uint8Array);
    expect(dataset.columns.get("few")?.dict).toEqual(["x", "y"]);
  });

  test("null, undefined and absent are missing; a column without them has no bitmap", () => {
    const schema = [
      { name: "a", type: "int" },
      { name: "b", type: "int" },
    ] as const;
    const { columns } = unwrap(
      datasetFromRows([{ a: 1 }, { a: 2, b: null }, { a: 3, b: 5 }], schema),
    );
    expect(columns.get("a")?.validity).toBeUndefined();
    expect(columns.get("b")?.validity?.[0]).toBe(0b1111_1100);
  });

  test("decimals are scaled integers, wider ones 64 bits, the widest exact texts", () => {
    expect(decimals(["1.5", "-0.05"])?.values).toEqual(Float64Array.of(150, -5));
    expect(decimals(["1.5", "90071992547409.93"])?.values).toEqual(
      BigInt64Array.of(150n, 9_007_199_254_740_993n),
    );
    expect(decimals(["1.50", "99999999999999999999.99"])?.dict).toEqual([
      "1.5",
      "99999999999999999999.99",
    ]);
  });

  test("names that objects have of their own are columns like others", () => {
    const row = JSON.parse('{"__proto__": "p", "constructor": "c"}') as Record<string, unknown>;
    const { columns } = unwrap(
      datasetFromRows(
        [row, {}],
        [
          { name: "__proto__", type: "text" },
          { name: "constructor", type: "text" },
          { name: "toString", type: "text" },
        ],
      ),
    );
    expect(columns.get("__proto__")?.dict).toEqual(["p"]);
    expect(columns.get("constructor")?.dict).toEqual(["c"]);
    expect(columns.get("toString")?.dict).toEqual([]);
  });

  test.each([
    ["a number where text is due", "text", 1],
    ["a fraction as int", "int", 1.5],
    ["an int beyond the safe ones", "int", 2 ** 53],
    ["an int64 with a fraction", "int64", "1.5"],
    ["more digits than the scale", "decimal", "0.005"],
    ["no number", "decimal", "ten"],
    ["a text as float", "float", "1"],
    ["a day that does not exist", "date", "2023-02-29"],
    ["an instant without a zone", "timestamp", "2024-01-01T00:00:00"],
    ["a text as bool", "bool", "true"],
  ] as const)("%s is refused with its place", (_, type, value) => {
    expect(refusal([[null], [value]], [{ name: "x", type, scale: 2 }])).toEqual({
      code: "pivot/bad-value",
      path: [1, "x"],
    });
  });

  test("a schema with a repeated name, an unknown type or a wild scale is refused", () => {
    const text = { name: "a", type: "text" } as const;
    expect(refusal([], [text, text])).toMatchObject({ path: [1, "name"] });
    expect(refusal([], [{ name: "a", type: "blob" } as unknown as ColumnSchema])).toMatchObject({
      code: "pivot/bad-schema",
      path: [0, "type"],
    });
    expect(refusal([], [{ name: "a", type: "decimal", scale: 99 }])).toMatchObject({
      path: [0, "scale"],
    });
  });
});

describe("columns as they are", () => {
  test("arrays are taken over, not copied", () => {
    const values = Float64Array.of(1, 2);
    const { columns, rows } = unwrap(datasetFromColumns([{ name: "x", type: "int", values }]));
    expect(rows).toBe(2);
    expect(columns.get("x")?.values).toBe(values);
  });

  test("a repeated member of a dictionary is one member", () => {
    const { columns } = unwrap(
      datasetFromColumns([
        { name: "a", type: "text", codes: Uint8Array.of(0, 1, 2), dict: ["x", "x", "y"] },
      ]),
    );
    expect(columns.get("a")?.dict).toEqual(["x", "y"]);
    expect([...(columns.get("a")?.codes ?? [])]).toEqual([0, 0, 1]);
  });

  test("columns of other lengths, codes outside the dictionary and arrays of another type are refused", () => {
    const int = { name: "a", type: "int", values: Float64Array.of(1) } as const;
    const codes = { name: "b", type: "text", codes: Uint8Array.of(3), dict: ["x"] } as const;
    const wrong = { name: "c", type: "date", values: Float64Array.of(1) } as const;
    const longer = { name: "d", type: "int", values: Float64Array.of(1, 2) } as const;
    for (const column of [codes, wrong, longer, { name: "e", type: "int" } as const]) {
      expect(datasetFromColumns([int, column])).toMatchObject({
        ok: false,
        error: { code: "pivot/bad-column" },
      });
    }
  });
});
