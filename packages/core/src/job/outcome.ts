import type { Instant } from "../kernel/index.ts";
import { backoff } from "./backoff.ts";
import type { JobSpec } from "./spec.ts";

/**
 * How an attempt ended. `failed`: another may succeed; a peer may have asked to wait `retryAfter` milliseconds. `refused`:
 * none can. `released`: it was claimed and not begun, so it does not count.
 */
export type AttemptOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly retryAfter?: number }
  | { readonly kind: "refused" }
  | { readonly kind: "released" };

/** What becomes of the job; `attempts` are those that count from now on. */
export type AfterAttempt =
  | { readonly state: "done" | "dead" }
  | { readonly state: "ready"; readonly runAt: Instant; readonly attempts: number };

/** Decides after the attempt number `attempt` (from 1) what becomes of a job. `random` is a draw from 0 to below 1. */
export const afterAttempt = (
  { maxAttempts, backoff: policy }: Pick<JobSpec<unknown>, "maxAttempts" | "backoff">,
  attempt: number,
  outcome: AttemptOutcome,
  now: Instant,
  random: number,
): AfterAttempt => {
  switch (outcome.kind) {
    case "done":
      return { state: "done" };
    case "refused":
      return { state: "dead" };
    case "released":
      return { state: "ready", runAt: now, attempts: attempt - 1 };
    case "failed": {
      if (attempt >= maxAttempts) return { state: "dead" };
      const wait = backoff(policy, attempt, random, outcome.retryAfter);
      return { state: "ready", runAt: now + wait, attempts: attempt };
    }
    default:
      return outcome satisfies never;
  }
};
