import type { Column, Dataset, Member } from "@ennead/core/pivot";

import { isValid, narrowest } from "./codes.ts";

const takeBits = (bits: Uint8Array, rows: Uint32Array): Uint8Array => {
  const taken = new Uint8Array((rows.length + 7) >> 3);
  for (let at = 0; at < rows.length; at += 1) {
    if (isValid(bits, rows[at] ?? 0)) taken[at >> 3] = (taken[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return taken;
};

/** Codes of the rows into a dictionary of only the members that these rows have: others must not be told of. */
const takeCodes = (
  codes: NonNullable<Column["codes"]>,
  dict: readonly Member[],
  validity: Uint8Array | undefined,
  rows: Uint32Array,
): Pick<Column, "codes" | "dict"> => {
  const places = new Int32Array(dict.length).fill(-1);
  const members: Member[] = [];
  const taken = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    if (!isValid(validity, row)) continue;
    const code = codes[row] ?? 0;
    let place = places[code] ?? -1;
    if (place < 0) {
      place = members.length;
      places[code] = place;
      members.push(dict[code] ?? null);
    }
    taken[at] = place;
  }
  return { codes: narrowest(taken, members.length), dict: members };
};

const takeValues = (
  values: NonNullable<Column["values"]>,
  rows: Uint32Array,
): NonNullable<Column["values"]> => {
  if (values instanceof BigInt64Array) return BigInt64Array.from(rows, (row) => values[row] ?? 0n);
  const taken =
    values instanceof Int32Array ? new Int32Array(rows.length) : new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) taken[at] = values[rows[at] ?? 0] ?? 0;
  return taken;
};

/** The column of only these rows, in their order. */
export const takeColumn = (column: Column, rows: Uint32Array): Column => {
  const { codes, dict = [], values, validity } = column;
  return {
    ...column,
    ...(codes === undefined ? {} : takeCodes(codes, dict, validity, rows)),
    ...(values === undefined ? {} : { values: takeValues(values, rows) }),
    ...(validity === undefined ? {} : { validity: takeBits(validity, rows) }),
  };
};

/**
 * The dataset of only these rows, in their order. Whatever reads it works as if there were no other rows: no count, no
 * member and no dictionary tells of them.
 */
export const takeRows = (dataset: Dataset, rows: Uint32Array): Dataset => ({
  ...dataset,
  rows: rows.length,
  columns: new Map([...dataset.columns].map(([name, column]) => [name, takeColumn(column, rows)])),
});
