import { valueAt, type ChartTable } from "./table.ts";

/**
 * Values as shares of the sizes in their category, so that the parts above zero and those below reach 1 together: with
 * negative values among them, a share of the plain sum could be more than all. A category of zeros has no shares.
 */
export const sharesOf = (table: ChartTable): (number | null)[][] => {
  const sizes = table.categories.map((_, category) => {
    let size = 0;
    for (let at = 0; at < table.series.length; at += 1) {
      size += Math.abs(valueAt(table, at, category) ?? 0);
    }
    return size;
  });
  return table.series.map((_, series) =>
    sizes.map((size, category) => {
      const value = valueAt(table, series, category);
      return value === null || size === 0 ? null : value / size;
    }),
  );
};

/** The ends of the stacks of every category, above and below zero, of some series. */
export const stackEnds = (
  values: readonly (readonly (number | null)[])[],
  categories: number,
): number[] => {
  const ends: number[] = [];
  for (let category = 0; category < categories; category += 1) {
    let [above, below] = [0, 0];
    for (const run of values) {
      const value = run[category] ?? 0;
      if (value > 0) above += value;
      else below += value;
    }
    ends.push(above, below);
  }
  return ends;
};

export const hasBothSigns = (values: readonly (readonly (number | null)[])[]): boolean =>
  values.some((run) => run.some((value) => value !== null && value < 0)) &&
  values.some((run) => run.some((value) => value !== null && value > 0));
