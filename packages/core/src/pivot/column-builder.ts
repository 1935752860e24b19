import { firstInstant, lastInstant, parseDate, parseInstant } from "../calendar/index.ts";
import { formatDecimal, parseDecimal, unitsAt } from "../kernel/index.ts";
import { narrowest } from "./codes.ts";
import type { Column, ColumnSchema } from "./dataset.ts";
import { allValid, clearValid, markNonFinite } from "./validity.ts";

/** Takes the values of one column row by row. `set` answers undefined, or what a value of this type looks like. */
export interface ColumnBuilder {
  readonly set: (row: number, value: unknown) => string | undefined;
  readonly finish: () => Column;
}

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
const isSafe = (units: bigint): boolean =>
  units >= BigInt(Number.MIN_SAFE_INTEGER) && units <= BigInt(Number.MAX_SAFE_INTEGER);

/** Takes the values of one column that are not missing; `finish` is told which are. */
interface ValueBuilder {
  readonly set: (row: number, value: unknown) => string | undefined;
  readonly finish: (validity: Uint8Array | undefined) => Column;
}

const withValidity = (column: Column, validity: Uint8Array | undefined): Column =>
  validity === undefined ? column : { ...column, validity };

const textBuilder = (schema: ColumnSchema, rows: number): ValueBuilder => {
  const codes = new Int32Array(rows);
  const seen = new Map<string, number>();
  const dict: string[] = [];
  return {
    set: (row, value) => {
      if (typeof value !== "string") return "a text";
      let code = seen.get(value);
      if (code === undefined) {
        code = dict.length;
        seen.set(value, code);
        dict.push(value);
      }
      codes[row] = code;
      return undefined;
    },
    finish: (validity) =>
      withValidity({ ...schema, codes: narrowest(codes, dict.length), dict }, validity),
  };
};

const valuesBuilder = (
  schema: ColumnSchema,
  rows: number,
  values: Float64Array | Int32Array,
  expected: string,
  read: (value: unknown) => number | undefined,
): ValueBuilder => ({
  set: (row, value) => {
    const number = read(value);
    if (number === undefined) return expected;
    values[row] = number;
    return undefined;
  },
  finish: (validity) => {
    if (schema.type !== "float" || !(values instanceof Float64Array)) {
      return withValidity({ ...schema, values }, validity);
    }
    const marked = markNonFinite(values, validity);
    return withValidity({ ...schema, values: marked.values }, marked.validity);
  },
});

const readInt = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? (value as number) + 0 : undefined;

const nonFinite: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

const readFloat = (value: unknown): number | undefined =>
  typeof value === "number" ? value : nonFinite.get(value);

const readDate = (value: unknown): number | undefined =>
  typeof value === "string" ? parseDate(value) : undefined;

const readInstant = (value: unknown): number | undefined => {
  if (typeof value === "string") return parseInstant(value);
  return typeof value === "number" &&
    Number.isInteger(value) &&
    value >= firstInstant &&
    value <= lastInstant
    ? value
    : undefined;
};

const readBool = (value: unknown): number | undefined =>
  typeof value === "boolean" ? Number(value) : undefined;

const readUnits = (value: unknown, scale: number): bigint | undefined => {
  if (typeof value === "string") {
    const decimal = parseDecimal(value);
    return decimal === undefined ? undefined : unitsAt(decimal, scale);
  }
  if (typeof value === "bigint" && scale === 0) return value;
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  // A double is taken by its shortest writing, the number a person would have typed.
  const decimal = parseDecimal(String(value));
  return decimal === undefined ? undefined : unitsAt(decimal, scale);
};

/** Scaled integers: doubles while they are exact, then 64 bits, and beyond those a dictionary of exact texts. */
const unitsBuilder = (schema: ColumnSchema, rows: number): ValueBuilder => {
  const scale = schema.type === "int64" ? 0 : (schema.scale ?? 0);
  const narrow = schema.type === "int64" ? undefined : new Float64Array(rows);
  let wide: (bigint | undefined)[] | undefined = narrow === undefined ? [] : undefined;
  const expected =
    schema.type === "int64"
      ? "a whole number as text"
      : `a decimal as text with at most ${scale} fraction digits`;
  return {
    set: (row, value) => {
      const units = readUnits(value, scale);
      if (units === undefined) return expected;
      if (wide === undefined && !isSafe(units)) {
        wide = Array.from(narrow ?? [], (unit) => BigInt(unit));
      }
      if (wide !== undefined) wide[row] = units;
      else if (narrow !== undefined) narrow[row] = Number(units);
      return undefined;
    },
    finish: (validity) => {
      if (wide === undefined) {
        return withValidity({ ...schema, values: narrow ?? new Float64Array(rows) }, validity);
      }
      const all = wide;
      if (all.every((units) => units === undefined || (units >= minInt64 && units <= maxInt64))) {
        const values = new BigInt64Array(rows);
        all.forEach((units, row) => (values[row] = units ?? 0n));
        return withValidity({ ...schema, values }, validity);
      }
      const codes = new Int32Array(rows);
      const seen = new Map<bigint, number>();
      for (let row = 0; row < rows; row += 1) {
        const units = all[row] ?? 0n;
        let code = seen.get(units);
        if (code === undefined) seen.set(units, (code = seen.size));
        codes[row] = code;
      }
      const dict = Array.from(seen.keys(), (units) => formatDecimal({ units, scale }));
      return withValidity({ ...schema, codes: narrowest(codes, dict.length), dict }, validity);
    },
  };
};

const builderOf = (schema: ColumnSchema, rows: number): ValueBuilder => {
  switch (schema.type) {
    case "text":
      return textBuilder(schema, rows);
    case "bool":
      return valuesBuilder(schema, rows, new Int32Array(rows), "true or false", readBool);
    case "int":
      return valuesBuilder(schema, rows, new Float64Array(rows), "a whole number", readInt);
    case "float":
      return valuesBuilder(schema, rows, new Float64Array(rows), "a number", readFloat);
    case "date":
      return valuesBuilder(schema, rows, new Int32Array(rows), "a date like 2024-01-31", readDate);
    case "timestamp":
      return valuesBuilder(
        schema,
        rows,
        new Float64Array(rows),
        "an instant like 2024-01-31T12:00:00Z",
        readInstant,
      );
    case "int64":
    case "decimal":
    case "money":
      return unitsBuilder(schema, rows);
    default:
      return schema.type satisfies never;
  }
};

/** The builder for a column of the given type and length. Values are in their JSON writing; null and undefined are missing. */
export const columnBuilder = (schema: ColumnSchema, rows: number): ColumnBuilder => {
  const builder = builderOf(schema, rows);
  let validity: Uint8Array | undefined;
  return {
    set: (row, value) => {
      if (value !== null && value !== undefined) return builder.set(row, value);
      validity ??= allValid(rows);
      clearValid(validity, row);
      return undefined;
    },
    finish: () => builder.finish(validity),
  };
};
