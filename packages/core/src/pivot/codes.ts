/** Positions in a dictionary, one per row. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** The codes in the narrowest array that holds positions below `size`. */
export const narrowest = (codes: Int32Array, size: number): Codes =>
  size <= 0x100 ? Uint8Array.from(codes) : size <= 0x10000 ? Uint16Array.from(codes) : codes;
