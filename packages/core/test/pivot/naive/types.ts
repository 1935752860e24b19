import type { Filter } from "@ennead/core/filter";
import { compareDecimals, formatDecimal, parseDecimal, type Decimal } from "@ennead/core/kernel";
import type { ColumnSchema } from "@ennead/core/pivot";

/** A record in JSON writing. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

export type Cell = string | number | boolean | null;

/** A formula as a prefix tree; `field` names a field or a measure. */
export type Tree =
  | readonly ["field", string]
  | readonly ["const", number | string]
  | readonly ["+" | "-" | "*" | "/" | "daysBetween", Tree, Tree]
  | readonly ["coalesce" | "concat", ...Tree[]]
  | readonly ["if", Filter, Tree, Tree];

/** A member of a path as the evaluator tells nodes apart. */
export type PathMember = Cell | { readonly others: true };

export type Path = readonly PathMember[];

export const keyOf = (path: Path): string => JSON.stringify(path);

export const cellKey = (row: Path, col: Path): string => JSON.stringify([row, col]);

export const exactTypes: ReadonlySet<string> = new Set(["int64", "decimal", "money"]);

export const decimal = (value: unknown): Decimal => {
  const read = parseDecimal(String(value));
  if (read === undefined) throw new Error(`${String(value)} is no decimal`);
  return read;
};

/** Decimals with as many digits as the longest of them. */
export const aligned = (values: readonly Decimal[]): { units: bigint[]; scale: number } => {
  const scale = Math.max(0, ...values.map((one) => one.scale));
  return { units: values.map((one) => one.units * 10n ** BigInt(scale - one.scale)), scale };
};

export const addDecimals = (values: readonly Decimal[]): Decimal => {
  const { units, scale } = aligned(values);
  return { units: units.reduce((sum, one) => sum + one, 0n), scale };
};

export const written = (value: Decimal): string => formatDecimal(value);

/** A value as the report sees it: what is not finite is missing. */
export const seen = (value: Cell | undefined, { type }: Pick<ColumnSchema, "type">): Cell => {
  if (value === undefined || value === null) return null;
  if (type === "float" && !Number.isFinite(Number(value))) return null;
  return value;
};

/** Compares two values of a type that are there. */
export const compareCells = (a: Cell, b: Cell, type: string): number => {
  if (exactTypes.has(type)) return compareDecimals(decimal(a), decimal(b));
  if (typeof a === "string" && typeof b === "string") {
    const [left, right] = [[...a], [...b]];
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
      const apart = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
      if (apart !== 0) return apart;
    }
    return left.length - right.length;
  }
  return Number(a) - Number(b);
};
