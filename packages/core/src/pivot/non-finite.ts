import { factsOf } from "./column-facts.ts";
import type { Column } from "./dataset.ts";

/** A column a report reads, under the measure's own condition. */
export interface FloatUse {
  readonly column: Column;
  readonly where: Uint8Array | undefined;
}

const met = ({ column, where }: FloatUse, selected: Uint8Array | undefined): boolean => {
  const { values } = column;
  if (column.type !== "float" || !(values instanceof Float64Array)) return false;
  if (!factsOf(column).nonFinite) return false;
  return values.some(
    (value, row) =>
      !Number.isFinite(value) && selected?.[row] !== 0 && (where === undefined || where[row] !== 0),
  );
};

/** Whether a number that is not finite lies in the rows of a report: it counts as missing, and the reader is told. */
export const warnsNonFinite = (
  uses: readonly FloatUse[],
  selected: Uint8Array | undefined,
): boolean => uses.some((use) => met(use, selected));
