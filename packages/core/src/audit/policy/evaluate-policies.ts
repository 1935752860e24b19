import { canonicalJson, unwrap, type Instant, type Json } from "../../kernel/index.ts";
import { watchFirstSeen } from "./first-seen.ts";
import { watchTravel } from "./impossible-travel.ts";
import type { Alert, Policy, PolicyEvent } from "./policy.ts";
import { watchDuties } from "./separation-of-duty.ts";
import { watchSingleEvent } from "./single-event.ts";
import { keyText, pairsOf, type Watcher } from "./watcher.ts";
import { watchWindow } from "./window.ts";

/** What policies remember between two runs: JSON, to be stored as it is. */
export interface PolicyState {
  /** The last event of each company that was handled, and the greatest time up to it. */
  readonly companies: readonly (readonly [
    company: string,
    last: { readonly seq: number; readonly at: Instant },
  ])[];
  /** By company and id: companies may use one id. */
  readonly policies: readonly (readonly [
    key: string,
    memory: { readonly spec: string; readonly fired: Json; readonly kept: Json },
  ])[];
}

/** Nothing has been seen. */
export const noPolicyState: PolicyState = { companies: [], policies: [] };

const watch = (policy: Policy, saved?: Json): Watcher => {
  switch (policy.type) {
    case "event":
    case "offHours":
      return watchSingleEvent(policy);
    case "threshold":
    case "sum":
      return watchWindow(policy, saved);
    case "impossibleTravel":
      return watchTravel(policy, saved);
    case "sod":
      return watchDuties(policy, saved);
    case "firstSeen":
      return watchFirstSeen(policy, saved);
    default:
      return policy satisfies never;
  }
};

const cooldownOf = (policy: Policy): number =>
  (policy.cooldownSec ?? ("windowSec" in policy ? policy.windowSec : undefined) ?? 0) * 1000;

const memoryKey = ({ company, id }: Policy): string => keyText([company, id]);

interface AtWork {
  readonly policy: Policy;
  readonly spec: string;
  readonly cooldown: number;
  readonly watcher: Watcher;
  /** When each key last gave an alert. */
  readonly fired: Map<string, Instant>;
}

/** A policy that was changed begins anew: what it remembered answers another question. */
const begin = (state: PolicyState, policies: readonly Policy[]): readonly AtWork[] => {
  const memories = new Map(state.policies);
  return policies.map((policy) => {
    const spec = unwrap(canonicalJson(policy));
    const known = memories.get(memoryKey(policy));
    const memory = known?.spec === spec ? known : undefined;
    return {
      policy,
      spec,
      cooldown: cooldownOf(policy),
      watcher: watch(policy, memory?.kept),
      fired: pairsOf<Instant>(memory?.fired),
    };
  });
};

/**
 * Runs checked policies over events and answers the alerts, by `seq` and then by the policy's place, with the state to go
 * on from. Events are handled in order of `seq` whatever their place; the time of one is the greatest `at` of its company
 * up to it, since clocks run backwards. Events the state has seen are left out, so no alert comes twice; the same events
 * give the same alerts however they are cut into runs. For a test run on history give `noPolicyState` and drop the state.
 * The actor is the real one, never in whose place he acts.
 */
export const evaluatePolicies = (
  policies: readonly Policy[],
  state: PolicyState,
  events: readonly PolicyEvent[],
): { readonly alerts: readonly Alert[]; readonly state: PolicyState } => {
  const atWork = begin(state, policies);
  const companies = new Map(state.companies);
  const alerts: Alert[] = [];
  for (const event of events.toSorted((a, b) => a.seq - b.seq)) {
    const last = companies.get(event.company);
    if (last !== undefined && event.seq <= last.seq) continue;
    const at = Math.max(event.at, last?.at ?? event.at);
    companies.set(event.company, { seq: event.seq, at });
    for (const { policy, cooldown, watcher, fired } of atWork) {
      if (policy.company !== event.company) continue;
      const found = watcher.handle(event, at);
      if (found === undefined) continue;
      const key = keyText(found.key);
      const before = fired.get(key);
      if (before !== undefined && at - before < cooldown) continue;
      fired.set(key, at);
      const { key: values, evidence } = found;
      alerts.push({ policy: policy.id, seq: event.seq, key: values, evidence: evidence() });
    }
  }
  return {
    alerts,
    state: {
      companies: [...companies],
      policies: atWork.map(({ policy, spec, cooldown, watcher, fired }) => {
        const now = companies.get(policy.company)?.at ?? Number.NEGATIVE_INFINITY;
        const silent = [...fired].filter(([, at]) => now - at < cooldown);
        return [memoryKey(policy), { spec, fired: silent, kept: watcher.save(now) }];
      }),
    },
  };
};
