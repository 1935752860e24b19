import { err, fault, ok, type Fault, type Instant, type Result } from "@ennead/core/kernel";

import { buckets, type Buckets } from "./buckets.ts";
import type { Rate, Verdict } from "./gcra.ts";
import type { RateClass, Rates } from "./rates.ts";

/** One look at a bucket, for the headers of an answer. */
export interface Looked {
  readonly policy: string;
  readonly rate: Rate;
  readonly verdict: Verdict;
}

/** Limits of one isolate, in memory. Each look is null where the host has lifted the limit. */
export interface Limiter {
  /** Takes one request of a class from the bucket of a caller who has signed in. */
  readonly take: (kind: RateClass, caller: string, now: Instant) => Looked | null;
  /** Takes one request that was not signed in. */
  readonly knocked: (ip: string | undefined, now: Instant) => Looked | null;
}

/** How many callers, and apart from them how many addresses, are remembered for a rate. */
const mostBuckets = 20_000;

export const limiter = (rates: Rates, most: number = mostBuckets): Limiter => {
  const made = new Map<string, { readonly rate: Rate; readonly all: Buckets }>();
  const bucketsOf = (policy: keyof Rates) => {
    const known = made.get(policy);
    if (known !== undefined) return known;
    const rate = rates[policy];
    if (rate === null) return undefined;
    const fresh = { rate, all: buckets(rate, most) };
    made.set(policy, fresh);
    return fresh;
  };
  const take = (policy: keyof Rates, name: string, now: Instant): Looked | null => {
    const found = bucketsOf(policy);
    return found === undefined
      ? null
      : { policy, rate: found.rate, verdict: found.all.take(name, now) };
  };
  return {
    take,
    knocked: (ip, now) =>
      ip === undefined ? take("unknown", "", now) : take("anonymous", ip, now),
  };
};

/** `kernel/rate-limited` with the milliseconds to wait, unless the look allows it. */
export const allowed = (looked: Looked | null): Result<null, Fault> => {
  if (looked === null || looked.verdict.allowed) return ok(null);
  const { policy, rate, verdict } = looked;
  return err(
    fault(
      "kernel/rate-limited",
      `Too many requests: at most ${rate.quota} of kind ${policy} in ${rate.window / 1000} s.`,
      undefined,
      { policy, retryAfterMs: Math.ceil(verdict.retry) },
    ),
  );
};
