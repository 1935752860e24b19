import type { Instant } from "@ennead/core/kernel";

import { gcra, type Rate, type Verdict } from "./gcra.ts";

/** Buckets of one rate, one for each name. */
export interface Buckets {
  readonly take: (name: string, now: Instant) => Verdict;
  readonly size: () => number;
}

/** How many buckets are looked at for an empty one before a new name is let in. */
const looked = 8;

/** How many times one name's share all those have together that find no room. */
const overflowing = 10;

/**
 * At most `most` buckets in memory, those in use longest ago first. An empty bucket says the same as none, so only empty
 * ones make room: forgetting a full one would be an amnesty, and whoever invents names could bring it about. Where all
 * are in use, new names share one bucket.
 */
export const buckets = (rate: Rate, most: number): Buckets => {
  const tats = new Map<string, number>();
  const shared: Rate = { quota: rate.quota * overflowing, window: rate.window };
  let overflow: number | undefined;

  const makeRoom = (now: Instant): boolean => {
    if (tats.size < most) return true;
    let seen = 0;
    for (const [name, tat] of tats) {
      if (tat <= now) tats.delete(name);
      seen += 1;
      if (seen === looked) break;
    }
    return tats.size < most;
  };

  return {
    take: (name, now) => {
      const before = tats.get(name);
      if (before === undefined && !makeRoom(now)) {
        const verdict = gcra(shared, overflow, now);
        overflow = verdict.tat;
        return verdict;
      }
      const verdict = gcra(rate, before, now);
      tats.delete(name);
      tats.set(name, verdict.tat);
      return verdict;
    },
    size: () => tats.size,
  };
};
