import type { Column, Dataset } from "@ennead/core/pivot";

const takeBits = (bits: Uint8Array, rows: Uint32Array): Uint8Array => {
  const taken = new Uint8Array((rows.length + 7) >> 3);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    if (((bits[row >> 3] ?? 0) >> (row & 7)) & 1)
      taken[at >> 3] = (taken[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return taken;
};

const takeFrom = <T extends { [at: number]: number }>(from: T, into: T, rows: Uint32Array): T => {
  for (let at = 0; at < rows.length; at += 1) into[at] = from[rows[at] ?? 0] ?? 0;
  return into;
};

const takeCodes = (codes: NonNullable<Column["codes"]>, rows: Uint32Array): typeof codes => {
  if (codes instanceof Uint8Array) return takeFrom(codes, new Uint8Array(rows.length), rows);
  if (codes instanceof Uint16Array) return takeFrom(codes, new Uint16Array(rows.length), rows);
  return takeFrom(codes, new Int32Array(rows.length), rows);
};

const takeValues = (values: NonNullable<Column["values"]>, rows: Uint32Array): typeof values => {
  if (values instanceof BigInt64Array) {
    return BigInt64Array.from(rows, (row) => values[row] ?? 0n);
  }
  return values instanceof Int32Array
    ? takeFrom(values, new Int32Array(rows.length), rows)
    : takeFrom(values, new Float64Array(rows.length), rows);
};

const takeColumn = (column: Column, rows: Uint32Array): Column => ({
  ...column,
  ...(column.codes === undefined ? {} : { codes: takeCodes(column.codes, rows) }),
  ...(column.values === undefined ? {} : { values: takeValues(column.values, rows) }),
  ...(column.validity === undefined ? {} : { validity: takeBits(column.validity, rows) }),
});

/**
 * The dataset with only these rows, in their order, and only these columns. A report runs over it as if there were no
 * other rows, so that not even a count tells of them.
 */
export const visibleRows = (
  dataset: Dataset,
  rows: Uint32Array,
  columns: ReadonlySet<string>,
): Dataset => ({
  ...dataset,
  rows: rows.length,
  columns: new Map(
    [...dataset.columns]
      .filter(([name]) => columns.has(name))
      .map(([name, column]) => [name, takeColumn(column, rows)]),
  ),
});
