/** So many requests in so many milliseconds. All of them may come at once; then one may come each `window / quota`. */
export interface Rate {
  readonly quota: number;
  readonly window: number;
}

/** What came of asking at a moment. Times are milliseconds from that moment on. */
export interface Verdict {
  readonly allowed: boolean;
  /** The theoretical arrival time to remember; what it was before when nothing was allowed. */
  readonly tat: number;
  /** How many more are allowed at this moment. */
  readonly remaining: number;
  /** When the whole quota is there again. */
  readonly reset: number;
  /** When this much is allowed; 0 when it was. */
  readonly retry: number;
}

/**
 * The generic cell rate algorithm (ITU-T I.371): one number says how full a bucket is, the time at which it would be
 * empty. `tat` undefined is an empty bucket. A clock that was set back finds a time further off than any bucket can be;
 * it is taken for a full one, so that nobody waits longer than one window. O(1).
 */
export const gcra = (
  { quota, window }: Rate,
  tat: number | undefined,
  now: number,
  cost = 1,
): Verdict => {
  const interval = window / quota;
  const before = Math.min(Math.max(tat ?? now, now), now + window);
  const after = before + cost * interval;
  const allowed = after - now <= window;
  const kept = allowed ? after : before;
  return {
    allowed,
    tat: kept,
    remaining: Math.max(0, Math.floor((window - (kept - now)) / interval)),
    reset: kept - now,
    retry: allowed ? 0 : after - now - window,
  };
};
