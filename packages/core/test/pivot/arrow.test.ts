import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot } from "@ennead/core/pivot";
import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";
import {
  bool,
  dateDay,
  dateMillisecond,
  decimal,
  dictionary,
  float32,
  int16,
  int64,
  list,
  tableFromArrays,
  tableToIPC,
  timestamp,
  TimeUnit,
  uint64,
  utf8,
  type DataType,
} from "@uwdata/flechette";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const stream = (
  arrays: Record<string, unknown[]>,
  types: Record<string, DataType>,
  maxBatchRows = 1_000,
): Uint8Array =>
  tableToIPC(tableFromArrays(arrays, { types, maxBatchRows }), { format: "stream" }) ??
  new Uint8Array();

const members = (bytes: Uint8Array, field: string): unknown[] => {
  const result = pivot(
    {
      version: 1,
      source: "arrow",
      rows: [{ name: "d", field }],
      cols: [],
      values: [{ name: "n", agg: "records" }],
    },
    unwrap(datasetFromArrow(bytes)),
    { now: 0 },
  );
  return unwrap(result)
    .rows.nodes.slice(1)
    .map(({ path }) => path[0]);
};

const refusal = (bytes: Uint8Array): unknown => {
  const result = datasetFromArrow(bytes);
  return result.ok ? "read" : result.error.code;
};

describe("our own streams", () => {
  const rows = [
    ["a", 1, "2024-01-31"],
    ["b", 2, "2024-02-01"],
  ];
  const dataset = unwrap(
    datasetFromRows(rows, [
      { name: "text", type: "text" },
      { name: "int", type: "int" },
      { name: "day", type: "date" },
    ]),
  );

  test("codes, doubles and days are views of the bytes", () => {
    const bytes = arrowFromDataset(dataset);
    const { columns } = unwrap(datasetFromArrow(bytes));
    for (const array of [
      columns.get("text")?.codes,
      columns.get("int")?.values,
      columns.get("day")?.values,
    ]) {
      expect(array?.buffer).toBe(bytes.buffer);
    }
  });

  test("bytes that begin anywhere in a larger buffer are read", () => {
    const bytes = arrowFromDataset(dataset);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(datasetFromArrow(shifted.subarray(3))).toEqual(datasetFromArrow(bytes));
  });

  test("no rows and no columns survive", () => {
    const empty = unwrap(datasetFromRows([], [{ name: "a", type: "text" }]));
    expect(unwrap(datasetFromArrow(arrowFromDataset(empty))).rows).toBe(0);
    const none = unwrap(datasetFromRows([], []));
    expect(unwrap(datasetFromArrow(arrowFromDataset(none))).columns.size).toBe(0);
  });
});

describe("streams of others", () => {
  test("every type that a column holds is read by its own rules", () => {
    const bytes = stream(
      {
        text: ["b", null, "a"],
        dict: ["b", null, "a"],
        flag: [true, false, null],
        small: [3, null, -1],
        big: [9_007_199_254_740_993n, null, 1n],
        wide: [2n ** 64n - 1n, null, 1n],
        single: [0.5, null, 2],
        price: [1.5, null, -0.25],
        day: [new Date("2024-01-31"), null, new Date("1969-12-31")],
        milli: [new Date("2024-01-31"), null, new Date("1969-12-31")],
        micro: [new Date("2024-01-31T12:00:00Z"), null, new Date("1969-12-31T23:59:59Z")],
      },
      {
        text: utf8(),
        dict: dictionary(utf8(), int16()),
        flag: bool(),
        small: int16(),
        big: int64(),
        wide: uint64(),
        single: float32(),
        price: decimal(18, 2, 128),
        day: dateDay(),
        milli: dateMillisecond(),
        micro: timestamp(TimeUnit.MICROSECOND, "UTC"),
      },
    );
    expect(members(bytes, "text")).toEqual(["a", "b", null]);
    expect(members(bytes, "dict")).toEqual(["a", "b", null]);
    expect(members(bytes, "flag")).toEqual([false, true, null]);
    expect(members(bytes, "small")).toEqual([-1, 3, null]);
    expect(members(bytes, "big")).toEqual(["1", "9007199254740993", null]);
    expect(members(bytes, "wide")).toEqual(["1", "18446744073709551615", null]);
    expect(members(bytes, "single")).toEqual([0.5, 2, null]);
    expect(members(bytes, "price")).toEqual(["-0.25", "1.5", null]);
    expect(members(bytes, "day")).toEqual(["1969-12-31", "2024-01-31", null]);
    expect(members(bytes, "milli")).toEqual(["1969-12-31", "2024-01-31", null]);
    expect(members(bytes, "micro")).toEqual(["1969-12-31T23:59:59Z", "2024-01-31T12:00:00Z", null]);
  });

  test("batches are joined", () => {
    const values = ["a", "b", null, "a", "c", null, "b"];
    const bytes = stream(
      { dict: values, text: values, x: values.map((_, at) => at) },
      { dict: dictionary(utf8()), text: utf8() },
      2,
    );
    expect(members(bytes, "dict")).toEqual(["a", "b", "c", null]);
    expect(members(bytes, "text")).toEqual(["a", "b", "c", null]);
    expect(members(bytes, "x")).toHaveLength(7);
  });

  test("a list is no column", () => {
    expect(refusal(stream({ tags: [["a"], []] }, { tags: list(utf8()) }))).toBe("pivot/bad-arrow");
  });
});

test("broken bytes are a fault, never a throw", () => {
  const whole = arrowFromDataset(
    unwrap(
      datasetFromRows(
        [["a", 1, null]],
        [
          { name: "t", type: "text" },
          { name: "n", type: "int" },
          { name: "l", type: "int64" },
        ],
      ),
    ),
  );
  expect(refusal(new Uint8Array([1, 2, 3]))).toBe("pivot/bad-arrow");
  fc.assert(
    fc.property(
      fc.nat({ max: whole.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      fc.nat({ max: whole.length }),
      (at, byte, length) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        expect(() => datasetFromArrow(bytes)).not.toThrow();
        expect(() => datasetFromArrow(whole.slice(0, length))).not.toThrow();
      },
    ),
    { numRuns: 500 },
  );
});
