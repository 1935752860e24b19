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
 * A float column with NaN and infinities marked as missing. The numbers stay where they are, so that a run can still
 * tell a missing value from one that was not finite and warn; therefore a row that was missing already holds 0, in a
 * copy where it held such a number (other writers of Arrow leave NaN there). Nothing given is changed.
 */
export const markNonFinite = (
  values: Float64Array,
  validity: Uint8Array | undefined,
): { readonly values: Float64Array; readonly validity: Uint8Array | undefined } => {
  let marked: Uint8Array | undefined;
  let blanked: Float64Array | undefined;
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isFinite(values[row])) continue;
    if (isValid(validity, row)) {
      marked ??= validity?.slice() ?? allValid(values.length);
      clearValid(marked, row);
    } else {
      blanked ??= values.slice();
      blanked[row] = 0;
    }
  }
  return { values: blanked ?? values, validity: marked ?? validity };
};
