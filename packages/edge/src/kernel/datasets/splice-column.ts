import { formatUnits } from "@ennead/core/kernel";
import { datasetFromRows, type Column } from "@ennead/core/pivot";

import { isValid, narrowest, validityOf, withCells } from "./codes.ts";

/**
 * Where each row of a spliced column comes from: a row of the base, or `-1 - row` of the patch.
 */
export type Splice = Int32Array;

const spliceCodes = (base: Column, patch: Column, order: Splice): Column => {
  const own = base.dict ?? [];
  const come = patch.dict ?? [];
  const [ownCodes = new Int32Array(), comeCodes = new Int32Array()] = [base.codes, patch.codes];
  // A member of the patch that the base has too is one member. Few come, so the many are looked up among the few.
  const same = new Int32Array(come.length).fill(-1);
  const places = new Map(come.map((member, at) => [member, at]));
  for (let code = 0; code < own.length; code += 1) {
    const at = places.get(own[code] ?? null);
    if (at !== undefined) same[at] = code;
  }
  const ownPlaces = new Int32Array(own.length).fill(-1);
  const comePlaces = new Int32Array(come.length).fill(-1);
  const members: (typeof own)[number][] = [];
  const codes = new Int32Array(order.length);
  for (let row = 0; row < order.length; row += 1) {
    const from = order[row] ?? 0;
    let code: number;
    if (from >= 0) {
      if (!isValid(base.validity, from)) continue;
      code = ownCodes[from] ?? 0;
    } else {
      if (!isValid(patch.validity, -1 - from)) continue;
      const theirs = comeCodes[-1 - from] ?? 0;
      code = same[theirs] ?? -1;
      if (code < 0) {
        let place = comePlaces[theirs] ?? -1;
        if (place < 0) {
          place = members.length;
          comePlaces[theirs] = place;
          members.push(come[theirs] ?? null);
        }
        codes[row] = place;
        continue;
      }
    }
    let place = ownPlaces[code] ?? -1;
    if (place < 0) {
      place = members.length;
      ownPlaces[code] = place;
      members.push(own[code] ?? null);
    }
    codes[row] = place;
  }
  return withCells(
    base,
    { codes: narrowest(codes, members.length), dict: members },
    validityOf(order.length, (row) => hasCell(base, patch, order[row] ?? 0)),
  );
};

const hasCell = (base: Column, patch: Column, from: number): boolean =>
  from >= 0 ? isValid(base.validity, from) : isValid(patch.validity, -1 - from);

const spliceValues = (
  base: Float64Array | Int32Array,
  patch: Float64Array | Int32Array,
  order: Splice,
): Float64Array | Int32Array => {
  const values =
    base instanceof Int32Array ? new Int32Array(order.length) : new Float64Array(order.length);
  for (let row = 0; row < order.length; row += 1) {
    const from = order[row] ?? 0;
    values[row] = (from >= 0 ? base[from] : patch[-1 - from]) ?? 0;
  }
  return values;
};

/** An amount as exact text, whatever holds it. */
const amountAt = ({ codes, dict, values, scale = 0 }: Column, row: number): string =>
  codes === undefined
    ? formatUnits(BigInt(values?.[row] ?? 0), scale)
    : String(dict?.[codes[row] ?? 0]);

/** The column made anew of exact texts: what holds amounts of this size is the engine's to choose. */
const rewritten = (
  column: Column,
  rows: number,
  scale: number | undefined,
  textAt: (row: number) => string | null,
): Column => {
  const { name, type } = column;
  const made = datasetFromRows(
    Array.from({ length: rows }, (_, row) => [textAt(row)]),
    [scale === undefined ? { name, type } : { name, type, scale }],
  );
  const one = made.ok ? made.value.columns.get(name) : undefined;
  if (one === undefined) throw new Error(`${name} does not fit its column any more.`);
  return one;
};

/** The column at another number of fraction digits, which all its amounts fit. */
export const rescaled = (column: Column, scale: number): Column => {
  if (column.scale === scale) return column;
  const rows = (column.codes ?? column.values)?.length ?? 0;
  const from = column.scale ?? 0;
  return rewritten(column, rows, scale, (row) => {
    if (!isValid(column.validity, row)) return null;
    const text = amountAt(column, row);
    return scale >= from ? text : text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  });
};

/** Whether the base has the very cells that the patch brings, row by row. */
const isSame = (base: Column, patch: Column, order: Splice): boolean => {
  for (let row = 0; row < order.length; row += 1) {
    const from = order[row] ?? 0;
    if (from >= 0) continue;
    const theirs = -1 - from;
    const has = isValid(base.validity, row);
    if (has !== isValid(patch.validity, theirs)) return false;
    if (!has) continue;
    const own = base.codes === undefined ? base.values?.[row] : base.dict?.[base.codes[row] ?? 0];
    const other =
      patch.codes === undefined ? patch.values?.[theirs] : patch.dict?.[patch.codes[theirs] ?? 0];
    if (own !== other) return false;
  }
  return true;
};

/**
 * The column of these rows of two columns of one schema, the same in every array as if it had been built of them at
 * once. `inPlace` says that every row of the base stands where it stood; a column that no row changes is then the base
 * itself.
 */
export const spliceColumn = (
  base: Column,
  patch: Column,
  order: Splice,
  inPlace: boolean,
): Column => {
  if (inPlace && isSame(base, patch, order)) return base;
  if (base.type === "text") return spliceCodes(base, patch, order);
  const [own, come] = [base.values, patch.values];
  const wide =
    own === undefined ||
    come === undefined ||
    own instanceof BigInt64Array ||
    come instanceof BigInt64Array;
  if (wide) {
    return rewritten(base, order.length, base.scale, (row) => {
      const from = order[row] ?? 0;
      if (!hasCell(base, patch, from)) return null;
      return from >= 0 ? amountAt(base, from) : amountAt(patch, -1 - from);
    });
  }
  return withCells(
    base,
    { values: spliceValues(own, come, order) },
    validityOf(order.length, (row) => hasCell(base, patch, order[row] ?? 0)),
  );
};
