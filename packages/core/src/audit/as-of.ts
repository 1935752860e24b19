import { ok, type Instant, type JsonObject, type Result } from "../kernel/index.ts";
import { applyDiff } from "./apply.ts";
import type { Diff } from "./change.ts";
import type { FieldCatalogue } from "./field.ts";

/** What the log keeps of one act on one record. */
export interface RecordEvent {
  /** Order of events; clocks may run backwards, `seq` does not. */
  readonly seq: number;
  readonly version: number;
  readonly recordedAt: Instant;
  readonly op: "create" | "update" | "delete";
  readonly diff: Pick<Diff, "changes" | "reversible">;
}

/** A moment in a record's history. */
export type Moment =
  | { readonly seq: number }
  | { readonly version: number }
  | { readonly at: Instant };

/** Whether an event has taken effect at a moment; `effective` is the greatest `recordedAt` up to it. */
export const isPast = (event: RecordEvent, effective: Instant, moment: Moment): boolean => {
  if ("seq" in moment) return event.seq <= moment.seq;
  return "version" in moment ? event.version <= moment.version : effective <= moment.at;
};

/**
 * A record as it was, from its events in order of `seq`; null before its creation and after its deletion. An event takes
 * effect at the greatest `recordedAt` up to its own. Faults as `applyDiff`.
 */
export const asOf = (
  fields: FieldCatalogue,
  events: readonly RecordEvent[],
  moment: Moment,
): Result<JsonObject | null> => {
  let state: JsonObject | null = null;
  let effective = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    effective = Math.max(effective, event.recordedAt);
    if (!isPast(event, effective, moment)) break;
    if (event.op === "delete") {
      state = null;
      continue;
    }
    const next = applyDiff(fields, state, event.diff);
    if (!next.ok) return next;
    state = next.value;
  }
  return ok(state);
};
