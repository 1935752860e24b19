import { asOf, diff, type Moment, type RecordEvent } from "@ennead/core/audit";
import type { JsonObject } from "@ennead/core/kernel";
import fc from "fast-check";

import { fields, record } from "./arbitrary.ts";
import { sameRecord } from "./same-record.ts";

/** One act: the state it leads to, and what the clock said. */
interface Act {
  readonly state: JsonObject | null;
  readonly clock: number;
}

/** A next state: nothing, another record, or the record with some fields of another one. */
const act = fc.record({
  kind: fc.constantFrom("edit", "edit", "edit", "edit", "replace", "delete"),
  other: record,
  taken: fc.array(fc.constantFrom(...Object.keys(fields), "other"), { maxLength: 3 }),
  // Clocks run backwards now and then.
  clock: fc.integer({ min: 0, max: 40 }),
});

/** Up to 12 acts on one record, deletions and restores among them. */
const history: fc.Arbitrary<readonly Act[]> = fc
  .array(act, { minLength: 1, maxLength: 12 })
  .map((acts) => {
    let last: JsonObject | null = null;
    return acts.map(({ kind, other, taken, clock }): Act => {
      if (kind === "delete") last = null;
      else if (kind === "replace" || last === null) last = other;
      else {
        const some = Object.entries(other).filter(([name]) => taken.includes(name));
        last = { ...(last as JsonObject), ...Object.fromEntries(some) };
      }
      return { state: last, clock };
    });
  });

/** Events as the log keeps them, through JSON; an act that changes nothing leaves none. */
const eventsOf = (acts: readonly Act[]): { event: RecordEvent; state: JsonObject | null }[] => {
  const kept: { event: RecordEvent; state: JsonObject | null }[] = [];
  let last: JsonObject | null = null;
  for (const [at, { state, clock }] of acts.entries()) {
    const found = diff(fields, last, state);
    const op = state === null ? "delete" : last === null ? "create" : "update";
    if (last === null ? state === null : op === "update" && found.changes.length === 0) continue;
    const event = { seq: at * 3 + 1, version: kept.length + 1, recordedAt: clock, op, diff: found };
    kept.push({ event: JSON.parse(JSON.stringify(event)) as RecordEvent, state });
    last = state;
  }
  return kept;
};

/** The state an obvious reading of the rules gives: the last act at or before the moment. */
const expected = (
  kept: readonly { event: RecordEvent; state: JsonObject | null }[],
  moment: Moment,
): JsonObject | null => {
  let state: JsonObject | null = null;
  for (const [at, one] of kept.entries()) {
    const effective = Math.max(...kept.slice(0, at + 1).map(({ event }) => event.recordedAt));
    const isPast =
      "seq" in moment
        ? one.event.seq <= moment.seq
        : "version" in moment
          ? one.event.version <= moment.version
          : effective <= moment.at;
    if (isPast) ({ state } = one);
  }
  return state;
};

const momentsOf = (count: number): readonly Moment[] => [
  ...Array.from({ length: count + 2 }, (_, version) => ({ version })),
  ...Array.from({ length: count * 3 + 2 }, (_, seq) => ({ seq })),
  ...Array.from({ length: 42 }, (_, at) => ({ at: at - 1 })),
];

/** Random histories, every version, instant and place in the log of each compared with the state as it was. */
export const compareHistories = (
  count: number,
  seed: number,
): { readonly histories: number; readonly moments: number; readonly failure?: string } => {
  let moments = 0;
  const property = fc.property(history, (acts) => {
    const kept = eventsOf(acts);
    const events = kept.map(({ event }) => event);
    for (const moment of momentsOf(acts.length)) {
      const found = asOf(fields, events, moment);
      const wanted = expected(kept, moment);
      moments += 1;
      const isSame =
        found.ok &&
        (found.value === null) === (wanted === null) &&
        sameRecord(fields, found.value, wanted);
      if (!isSame) throw new Error(`${JSON.stringify(moment)} gave ${JSON.stringify(found)}`);
    }
  });
  const run = fc.check(property, { numRuns: count, seed });
  return run.failed
    ? { histories: run.numRuns, moments, failure: fc.defaultReportMessage(run) ?? "failed" }
    : { histories: run.numRuns, moments };
};
