/** A value axis: from `min` to `max` in whole steps, zero among them. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const niceStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  const share = least / power;
  const nice = share <= 1.000_001 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10;
  return Number((nice * power).toPrecision(12));
};

const rounded = (value: number): number => Number(value.toPrecision(12));

/** Least and largest of the values, null where there is none. */
export const extentOf = (values: Iterable<number | null>): readonly [number, number] | null => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? null : [low, high];
};

/** Steps of 1, 2 or 5 times a power of ten that hold the extent, and zero unless `free`; about `ticks` of them. */
export const scaleOf = (
  extent: readonly [number, number] | null,
  { ticks = 5, free = false }: { readonly ticks?: number; readonly free?: boolean } = {},
): Scale => {
  const [low, high] = extent ?? [0, 1];
  const far = free && low !== high;
  // Half of the largest double, so that a difference stays finite.
  const from = Math.max(far ? low : Math.min(low, 0), -8e307);
  const to = Math.min(far ? high : Math.max(high, 0), 8e307);
  // Nothing but zero, or what differs from it by nothing that could be drawn.
  if (to - from < 1e-300) return { min: 0, max: 1, step: 1 / ticks };
  const step = niceStep((to - from) / ticks);
  const min = rounded(Math.floor(from / step + 1e-9) * step);
  const max = rounded(Math.ceil(to / step - 1e-9) * step);
  return { min, max: max > min ? max : rounded(min + step), step };
};

const stepsBelow = ({ min, step }: Scale): number => Math.max(0, Math.round(-min / step));
const stepsAbove = ({ max, step }: Scale): number => Math.max(0, Math.round(max / step));

/** Two scales with the same lines and the same zero, each in steps of its own. Both must hold zero. */
export const sharedLines = (one: Scale, other: Scale): readonly [Scale, Scale] => {
  const below = Math.max(stepsBelow(one), stepsBelow(other));
  const above = Math.max(stepsAbove(one), stepsAbove(other));
  const widen = ({ step }: Scale): Scale => ({
    min: rounded(-below * step),
    max: rounded(above * step),
    step,
  });
  return [widen(one), widen(other)];
};

/** The values at the lines of a scale. */
export const linesOf = ({ min, max, step }: Scale): number[] =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, at) => rounded(min + at * step));
