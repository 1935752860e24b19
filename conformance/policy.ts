import {
  checkPolicy,
  evaluatePolicies,
  noPolicyState,
  planRetention,
  type Alert,
  type ErasureRequest,
  type LegalHold,
  type LogSegment,
  type Policy,
  type PolicyEvent,
  type PolicyState,
  type RetainedEvent,
  type RetentionPolicy,
} from "@ennead/core/audit";
import { parseInstant } from "@ennead/core/calendar";
import { canonicalJson, unwrap } from "@ennead/core/kernel";

import { runFolder, trialsBy, type Check } from "./support/run-folder.ts";

const plain = (value: unknown): string => unwrap(canonicalJson(value));

const instant = (text: unknown): number => {
  const at = parseInstant(String(text));
  if (at === undefined) throw new RangeError(`${String(text)} is no instant`);
  return at;
};

/** The objects with their times as instants; null stays null. */
const timed = <T>(list: unknown, ...names: readonly string[]): readonly T[] =>
  (list as readonly Readonly<Record<string, unknown>>[]).map((one) => {
    const times = names.flatMap((name) =>
      one[name] === undefined ? [] : [[name, one[name] === null ? null : instant(one[name])]],
    );
    return { ...one, ...Object.fromEntries(times) } as T;
  });

/** The alerts when the events come in runs of `size`, the state stored as text in between. */
const inRuns = (
  policies: readonly Policy[],
  events: readonly PolicyEvent[],
  size: number,
): readonly Alert[] => {
  const sorted = events.toSorted((a, b) => a.seq - b.seq);
  const alerts: Alert[] = [];
  let state: PolicyState = noPolicyState;
  for (let from = 0; from < sorted.length; from += size) {
    const run = evaluatePolicies(policies, state, sorted.slice(from, from + size));
    alerts.push(...run.alerts);
    state = JSON.parse(JSON.stringify(run.state)) as PolicyState;
  }
  return alerts;
};

const checkAlerts: Check = (one) => {
  const policies: Policy[] = [];
  for (const given of one["policies"] as readonly unknown[]) {
    const checked = checkPolicy(given);
    if (!checked.ok) return `refused ${plain(given)}: ${checked.error.message}`;
    policies.push(checked.value);
  }
  const events = timed<PolicyEvent>(one["events"], "at");
  const { alerts } = evaluatePolicies(policies, noPolicyState, events);
  if (plain(alerts) !== plain(one["expect"])) {
    return `gave ${plain(alerts)} instead of ${plain(one["expect"])}`;
  }
  // A run that is cut into pieces and goes on from stored state says the same.
  for (const size of [1, 7]) {
    if (plain(inRuns(policies, events, size)) !== plain(alerts)) return `runs of ${size} differ`;
  }
  return undefined;
};

const checkRetention: Check = (one) => {
  const plan = planRetention({
    now: instant(one["now"]),
    policies: one["policies"] as readonly RetentionPolicy[],
    holds: timed<LegalHold>(one["holds"], "from", "until", "placedAt", "releasedAt"),
    erasures: timed<ErasureRequest>(one["erasures"], "requestedAt"),
    segments: one["segments"] as readonly LogSegment[],
    events: timed<RetainedEvent>(one["events"], "at"),
  });
  const found = plain({
    actions: plan.actions.map(({ seq, action, reason }) => [seq, action, reason]),
    dropSegments: plan.dropSegments,
  });
  return found === plain(one["expect"]) ? undefined : `gave ${found}`;
};

const checks: Readonly<Record<string, Check>> = { alerts: checkAlerts, retention: checkRetention };

/** Runs every case of every JSON file in the folder; true when all pass. */
export const run = (dir: string): Promise<boolean> => runFolder("policy", dir, trialsBy(checks));
