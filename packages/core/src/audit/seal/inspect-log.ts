import { err, type Result } from "../../kernel/index.ts";
import {
  checkLog,
  type LogFault,
  type SealedSize,
  type SoundLog,
  type StoredEvent,
} from "./check-log.ts";
import { sha256, type Sha256 } from "./hash.ts";
import { firstBadEvent, type Culprit } from "./locate.ts";
import type { NodeSource } from "./nodes.ts";
import type { Segment } from "./seal-segment.ts";

/** What is wrong with a stored log, and its first bad event or the few events among which that is. */
export interface Finding {
  readonly fault: LogFault;
  readonly first: Culprit;
}

const namedBy = (fault: LogFault): Culprit =>
  "seq" in fault ? { from: fault.seq, to: fault.seq } : { from: fault.from, to: fault.to };

/**
 * Checks a log as it is stored, `checkLog` first. Where events and leaves were changed together that names a segment or
 * what follows a checkpoint; the stored nodes then name the event. `last` must be known from outside, or be signed.
 */
export const inspectLog = (
  events: readonly StoredEvent[],
  segments: readonly Segment[],
  last: SealedSize,
  nodes: NodeSource,
  hash: Sha256 = sha256,
): Result<SoundLog, Finding> => {
  const checked = checkLog(events, segments, last, hash);
  if (checked.ok) return checked;
  const named = namedBy(checked.error);
  const found = firstBadEvent({ ...last, nodes, leaf: (index) => events[index]?.leaf }, hash);
  const isEarlier = found !== undefined && found.to < named.from;
  const isWithin = found !== undefined && found.from >= named.from && found.to <= named.to;
  return err({ fault: checked.error, first: isEarlier || isWithin ? found : named });
};
