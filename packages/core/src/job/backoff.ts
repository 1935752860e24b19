/** How long a kind of job waits between attempts; milliseconds. */
export interface BackoffPolicy {
  /** What the wait doubles from. */
  readonly base: number;
  /** The longest wait of our own; what a peer asks for may be longer. */
  readonly cap: number;
}

/** 1 second, doubled up to 1 hour. */
export const defaultBackoff: BackoffPolicy = { base: 1_000, cap: 3_600_000 };

/** A day: a peer that asks for more is asked again after it. */
const longestRetryAfter = 86_400_000;

/** Beyond it every base has reached every cap, and powers stay finite. */
const mostDoublings = 60;

/**
 * Milliseconds to wait after the failed attempt number `attempt` (from 1): at random below `min(cap, base * 2^attempt)`,
 * so that jobs that failed together do not come back together. `random` is a draw from 0 to below 1. A peer's
 * `retryAfter` (milliseconds) wins over a shorter wait, up to a day.
 * Source: M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), full jitter.
 */
export const backoff = (
  { base, cap }: BackoffPolicy,
  attempt: number,
  random: number,
  retryAfter = 0,
): number => {
  const bound = Math.min(cap, base * 2 ** Math.min(attempt, mostDoublings));
  const own = Math.floor(random * bound);
  const asked = retryAfter > 0 ? Math.ceil(Math.min(retryAfter, longestRetryAfter)) : 0;
  return Math.max(own, asked);
};
