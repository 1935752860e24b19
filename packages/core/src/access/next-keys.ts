import type { KeySet } from "./token-keys.ts";

/** Spans of a key cache in seconds. */
export interface KeyCacheLimits {
  /** From one fetch, good or bad, to the next that an unknown kid or an outage may cause. */
  readonly cooldownSec: number;
  /** Age from which keys are fetched again before they are used. */
  readonly cacheSec: number;
}

/** What is known of an issuer's keys. Moments are seconds of one clock that never goes back. */
export interface KeyCache extends KeyCacheLimits {
  readonly keys: KeySet | null;
  /** When `keys` came. */
  readonly fetchedAt: number;
  /** When the last fetch ended, good or bad. */
  readonly triedAt: number;
  /** Whether a fetch is under way. */
  readonly fetching: boolean;
}

/**
 * `asked`: a token names this kid. `fetched`: the answer to a fetch, null when it was no key set. `failed`: there was no
 * answer, or one with an error.
 */
export type KeyEvent =
  | { readonly kind: "asked"; readonly at: number; readonly kid: string }
  | { readonly kind: "fetched"; readonly at: number; readonly keys: KeySet | null }
  | { readonly kind: "failed"; readonly at: number };

/**
 * `use` the keys of the state (none: the answer is `access/keys-unavailable`); `fetch` them, report how it went, and use
 * what the state has then; `wait` for the fetch under way, and likewise.
 */
export interface KeyStep {
  readonly state: KeyCache;
  readonly action: "use" | "fetch" | "wait";
}

/** A cache that has seen nothing yet. */
export const emptyKeyCache = (limits: KeyCacheLimits): KeyCache => ({
  ...limits,
  keys: null,
  fetchedAt: Number.NEGATIVE_INFINITY,
  triedAt: Number.NEGATIVE_INFINITY,
  fetching: false,
});

const asked = (state: KeyCache, at: number, kid: string): KeyStep => {
  const isStale = at - state.fetchedAt > state.cacheSec;
  if (!isStale && state.keys?.byId.has(kid) === true) return { state, action: "use" };
  if (state.fetching) return { state, action: "wait" };
  const wasLastGood = state.keys !== null && state.fetchedAt === state.triedAt;
  const mayFetch = at - state.triedAt >= state.cooldownSec || (isStale && wasLastGood);
  return mayFetch
    ? { state: { ...state, fetching: true }, action: "fetch" }
    : { state, action: "use" };
};

/**
 * The next state of a key cache and what to do now. Unknown kids cause at most one fetch per cool-down, however many
 * there are; keys past their age are fetched again before use; when a fetch fails or brings no key set, the old keys go
 * on serving and the next try waits for the cool-down.
 */
export const nextKeys = (state: KeyCache, event: KeyEvent): KeyStep => {
  if (event.kind === "asked") return asked(state, event.at, event.kid);
  const tried: KeyCache = { ...state, triedAt: event.at, fetching: false };
  const keys = event.kind === "fetched" ? event.keys : null;
  return {
    state: keys === null ? tried : { ...tried, keys, fetchedAt: event.at },
    action: "use",
  };
};
