interface Sample {
  readonly at: number;
  readonly done: number;
}

export interface Estimate {
  /** Takes a state in and answers the milliseconds still needed; undefined while that would be a guess. */
  readonly next: (at: number, done: number, total: number | undefined) => number | undefined;
}

/** The stretch of time the speed is measured over, and the shortest one that says anything, in milliseconds. */
const stretch = 60_000;
const least = 5000;
/** The least part of the whole that must have been done while it was measured. */
const share = 0.02;

/**
 * Estimates the time left from the speed of the last minute. It says nothing until a stretch of work has been seen, and
 * begins anew when the work counts anew.
 */
export const createEstimate = (): Estimate => {
  let samples: readonly Sample[] = [];
  let known: number | undefined;
  return {
    next: (at, done, total) => {
      const last = samples.at(-1);
      if (total !== known || (last !== undefined && done < last.done)) samples = [];
      known = total;
      samples = [...samples.filter((one) => at - one.at <= stretch), { at, done }];
      const [first] = samples;
      if (first === undefined || total === undefined || total <= 0) return undefined;
      const [time, made] = [at - first.at, done - first.done];
      if (time < least || made / total < share) return undefined;
      return Math.max(0, total - done) * (time / made);
    },
  };
};
