import type { Instant } from "@ennead/core/kernel";

/**
 * Computations that took too long, by their key. One cannot be interrupted while it goes on, so the same one is not begun
 * again for a while: whoever repeats it holds nobody up.
 */
export interface SlowSpecs {
  readonly add: (key: string, now: Instant) => void;
  readonly has: (key: string, now: Instant) => boolean;
}

const rest = 60_000;
const mostKept = 1000;

export const slowSpecs = (): SlowSpecs => {
  const until = new Map<string, Instant>();
  return {
    add: (key, now) => {
      const [oldest] = until.keys();
      if (until.size >= mostKept && oldest !== undefined) until.delete(oldest);
      until.set(key, now + rest);
    },
    has: (key, now) => (until.get(key) ?? 0) > now,
  };
};
