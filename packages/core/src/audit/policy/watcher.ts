import type { Instant, Json } from "../../kernel/index.ts";
import type { PolicyEvent } from "./policy.ts";

/** What a policy found in an event. */
export interface Finding {
  readonly key: readonly Json[];
  /** Asked for only where the alert is not silent: a window may be long. */
  readonly evidence: () => readonly number[];
}

/** A policy at work over events in order; what it remembers is its own until it is saved. */
export interface Watcher {
  /** `at` is the effective time of the event: the greatest up to it. */
  readonly handle: (event: PolicyEvent, at: Instant) => Finding | undefined;
  /** What is to be remembered, without what can no longer matter at `now`. */
  readonly save: (now: Instant) => Json;
}

/** One text for each list of values. */
export const keyText = (key: readonly Json[]): string => JSON.stringify(key);

/** Saved pairs of a text and a value; a map of them is never shared with what was saved. */
export const pairsOf = <T>(saved: Json | undefined): Map<string, T> =>
  new Map((Array.isArray(saved) ? saved : []) as unknown as readonly [string, T][]);
