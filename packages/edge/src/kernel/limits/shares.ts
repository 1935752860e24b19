import type { Instant } from "@ennead/core/kernel";

import type { DurableLimit } from "./durable-limit.ts";
import type { Rate, Verdict } from "./gcra.ts";

/** Takes from a durable limit in shares, so that not every request is a write. */
export interface Shares {
  /** The verdict of a refusal, or null for what is allowed. */
  readonly take: (limit: DurableLimit, caller: string, now: Instant) => Promise<Verdict | null>;
}

/** A share of the quota that one isolate takes at a time; what it does not use within a quarter of the window is lost. */
const sharesOfQuota = 20;

/** At most `most` callers have a share at a time; whoever is forgotten loses what was left of it. */
export const shares = ({ quota, window }: Rate, most: number): Shares => {
  const size = Math.max(1, Math.floor(quota / sharesOfQuota));
  const left = new Map<string, { count: number; readonly until: number }>();
  return {
    take: async (limit, caller, now) => {
      const held = left.get(caller);
      if (held !== undefined && held.count > 0 && now < held.until) {
        held.count -= 1;
        return null;
      }
      let verdict = await limit.take(caller, now, size);
      let count = size - 1;
      if (!verdict.allowed && size > 1) {
        verdict = await limit.take(caller, now);
        count = 0;
      }
      if (!verdict.allowed) return verdict;
      left.delete(caller);
      left.set(caller, { count, until: now + window / 4 });
      const [oldest] = left.keys();
      if (left.size > most && oldest !== undefined) left.delete(oldest);
      return null;
    },
  };
};
