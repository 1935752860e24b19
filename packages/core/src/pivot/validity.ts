/** Whether row `row` has a value: an Arrow validity bitmap, least significant bit first; absent means all have. */
export const isValid = (validity: Uint8Array | undefined, row: number): boolean =>
  validity === undefined || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;

/** A bitmap that says every row has a value. */
export const allValid = (rows: number): Uint8Array => new Uint8Array((rows + 7) >> 3).fill(0xff);

/** Marks a row as missing. */
export const clearValid = (validity: Uint8Array, row: number): void => {
  validity[row >> 3] = (validity[row >> 3] ?? 0) & ~(1 << (row & 7));
};

/**
 * The bitmap of a float column with NaN and infinities marked as missing. The numbers stay where they are, so that a
 * run can still tell a missing value from one that was not finite and warn.
 */
export const withoutNonFinite = (
  values: Float64Array,
  validity: Uint8Array | undefined,
): Uint8Array | undefined => {
  let cleaned: Uint8Array | undefined;
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isFinite(values[row])) continue;
    cleaned ??= validity?.slice() ?? allValid(values.length);
    clearValid(cleaned, row);
  }
  return cleaned ?? validity;
};
