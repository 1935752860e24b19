import type { Codes, Column } from "@ennead/core/pivot";

/** Whether a row has a value: an Arrow validity bitmap, least significant bit first; absent means all have. */
export const isValid = (bits: Uint8Array | undefined, row: number): boolean =>
  bits === undefined || (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

/** The codes in the narrowest array that holds positions below `size`. */
export const narrowest = (codes: Int32Array, size: number): Codes =>
  size <= 0x100 ? Uint8Array.from(codes) : size <= 0x1_0000 ? Uint16Array.from(codes) : codes;

/** Marks the rows that have no value; undefined while every row has one. */
export const validityOf = (rows: number, has: (row: number) => boolean): Uint8Array | undefined => {
  let bits: Uint8Array | undefined;
  for (let row = 0; row < rows; row += 1) {
    if (has(row)) continue;
    bits ??= new Uint8Array((rows + 7) >> 3).fill(0xff);
    bits[row >> 3] = (bits[row >> 3] ?? 0) & ~(1 << (row & 7));
  }
  return bits;
};

/** The column with other cells; the bitmap is left out where every row has a value. */
export const withCells = (
  { name, type, scale }: Column,
  cells: Pick<Column, "codes" | "dict" | "values">,
  validity: Uint8Array | undefined,
): Column => ({
  name,
  type,
  ...(scale === undefined ? {} : { scale }),
  ...cells,
  ...(validity === undefined ? {} : { validity }),
});
