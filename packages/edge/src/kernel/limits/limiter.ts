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
  /** Takes one request of a class from what all keys of an owner have together: whoever makes more keys has no more. */
  readonly takeOfAll: (kind: RateClass, owner: string, now: Instant) => Looked | null;
  /** Takes one request that was not signed in. */
  readonly knocked: (ip: string | undefined, now: Instant) => Looked | null;
}

/** How many times one key's quota all keys of one owner have together. */
const manyKeys = 10;

/** How many callers, and apart from them how many addresses, are remembered for a rate. */
const mostBuckets = 20_000;

export const limiter = (rates: Rates, most: number = mostBuckets): Limiter => {
  const made = new Map<string, { readonly rate: Rate; readonly all: Buckets }>();
  const bucketsOf = (kind: keyof Rates, policy: string, times: number) => {
    const known = made.get(policy);
    if (known !== undefined) return known;
    const one = rates[kind];
    if (one === null) return undefined;
    const rate = { quota: one.quota * times, window: one.window };
    const fresh = { rate, all: buckets(rate, most) };
    made.set(policy, fresh);
    return fresh;
  };
  const takeFrom = (
    kind: keyof Rates,
    name: string,
    now: Instant,
    { policy = kind, times = 1 }: { readonly policy?: string; readonly times?: number } = {},
  ): Looked | null => {
    const found = bucketsOf(kind, policy, times);
    return found === undefined
      ? null
      : { policy, rate: found.rate, verdict: found.all.take(name, now) };
  };
  const take = (kind: keyof Rates, name: string, now: Instant): Looked | null =>
    takeFrom(kind, name, now);
  return {
    take,
    takeOfAll: (kind, owner, now) =>
      takeFrom(kind, owner, now, { policy: `${kind}-keys`, times: manyKeys }),
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
