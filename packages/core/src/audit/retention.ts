import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { canonicalJson, unwrap, type Instant } from "../kernel/index.ts";
import { isMatch, type Match } from "./match.ts";

const day = 86_400_000;

export interface RetentionPolicy {
  readonly id: string;
  readonly match: Match;
  /** Null is for ever. Of all policies that match an event the longest counts. */
  readonly keepDays: number | null;
  readonly archiveAfterDays?: number | null;
  /** Kept although a person asked to be erased: the law asks for it. */
  readonly erasureExempt?: boolean;
}

/** Nothing that a hold speaks of is removed while it stands. */
export interface LegalHold {
  readonly id: string;
  /** Members as in any match; `subject` fits whoever is among the event's subjects. */
  readonly match: Match;
  /** Events from this instant on; null is from the first. */
  readonly from?: Instant | null;
  /** Events before this instant; null is without end. */
  readonly until?: Instant | null;
  readonly placedAt: Instant;
  readonly releasedAt?: Instant | null;
}

export interface ErasureRequest {
  readonly subject: string;
  readonly requestedAt: Instant;
}

/** A range of the log, both ends included. */
export interface LogSegment {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly sealed: boolean;
}

/** What retention needs of an event; matches may name any further member. */
export interface RetainedEvent {
  readonly seq: number;
  readonly at: Instant;
  readonly subjects?: readonly string[];
}

export interface RetentionInput {
  readonly now: Instant;
  readonly policies: readonly RetentionPolicy[];
  readonly holds: readonly LegalHold[];
  readonly erasures: readonly ErasureRequest[];
  readonly segments: readonly LogSegment[];
  readonly events: readonly RetainedEvent[];
}

/** drop: the row goes with its whole segment. shred: its values are erased, its leaf stays. archive: to the cold tier. */
export type RetentionAct = "keep" | "archive" | "shred" | "drop";

export interface RetentionStep {
  readonly seq: number;
  readonly action: RetentionAct;
  /** `hold:<id>`, expired, erasure, exempt or age. */
  readonly reason: string;
}

export interface RetentionPlan {
  /** By `seq`, one for each event. */
  readonly actions: readonly RetentionStep[];
  /** Sealed segments that go as a whole, in the order given; the roots of all stay. */
  readonly dropSegments: readonly string[];
  /** How many events each act and reason concerns, as `<action> <reason>`. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * SHA-256 of policies, standing holds, due erasures, segments and events, as hex, without the time: a plan whose inputs
   * have another digest when it is executed is stale.
   */
  readonly inputs: string;
}

/**
 * The policies and one more: events about the log itself are kept at least as long as the longest of them, and no erasure
 * removes them. `entities` are the entities of the log: policies, holds, exports and the like.
 */
export const withAuditKept = (
  policies: readonly RetentionPolicy[],
  entities: readonly string[],
): readonly RetentionPolicy[] => {
  const keeps = policies.map(({ keepDays }) => keepDays ?? Infinity);
  const most = keeps.reduce((a, b) => Math.max(a, b), 0);
  if (policies.length === 0) return policies;
  const keepDays = Number.isFinite(most) ? most : null;
  return [...policies, { id: "audit", match: { entity: entities }, keepDays, erasureExempt: true }];
};

const standing = (hold: LegalHold, now: Instant): boolean =>
  hold.placedAt <= now && now < (hold.releasedAt ?? Infinity);

const holds = (hold: LegalHold, event: RetainedEvent): boolean => {
  if (event.at < (hold.from ?? -Infinity) || event.at >= (hold.until ?? Infinity)) return false;
  const { subject, ...members } = hold.match;
  if (!isMatch(members, event)) return false;
  if (subject === undefined) return true;
  const wanted = new Set<unknown>(Array.isArray(subject) ? subject : [subject]);
  return (event.subjects ?? []).some((one) => wanted.has(one));
};

interface Standing {
  readonly event: RetainedEvent;
  readonly hold: string | undefined;
  readonly expired: boolean;
  readonly archive: boolean;
  readonly asked: boolean;
  readonly exempt: boolean;
}

const olderThan = (event: RetainedEvent, days: readonly number[], now: Instant): boolean =>
  days.length > 0 && now >= event.at + days.reduce((most, one) => Math.max(most, one)) * day;

const numbers = (values: readonly (number | null | undefined)[]): readonly number[] =>
  values.filter((value) => typeof value === "number");

/** Position of the first event whose `seq` is at least this, by halving. */
const firstFrom = (events: readonly Standing[], seq: number): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.event.seq ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
};

const stepOf = (one: Standing, isDropped: boolean): RetentionStep => {
  const { seq } = one.event;
  const rest = one.archive ? "archive" : "keep";
  if (one.hold !== undefined) return { seq, action: rest, reason: `hold:${one.hold}` };
  if (one.expired) return { seq, action: isDropped ? "drop" : "shred", reason: "expired" };
  if (one.asked && !one.exempt) return { seq, action: "shred", reason: "erasure" };
  if (one.archive) return { seq, action: "archive", reason: one.asked ? "exempt" : "age" };
  return { seq, action: "keep", reason: one.asked ? "exempt" : "age" };
};

const digestOf = (input: RetentionInput, due: ReadonlySet<string>): string => {
  const text = unwrap(
    canonicalJson({
      policies: input.policies,
      holds: input.holds.filter((hold) => standing(hold, input.now)),
      erasures: [...due].toSorted(),
      segments: input.segments,
      events: input.events.map(({ seq, at, subjects }) => ({ seq, at, subjects: subjects ?? [] })),
    }),
  );
  return bytesToHex(sha256(utf8ToBytes(text)));
};

/**
 * What is to become of each event, with the reason, before anything is removed. A hold beats all; expiry beats erasure;
 * an exempt event stays in spite of an erasure. Only whole sealed segments go, those in which every event has expired and
 * none is held: from all others rows stay and values are shredded, so that every proof still verifies.
 */
export const planRetention = (input: RetentionInput): RetentionPlan => {
  const { now, policies, segments } = input;
  const active = input.holds.filter((hold) => standing(hold, now));
  const due = new Set(
    input.erasures.flatMap(({ subject, requestedAt }) => (requestedAt <= now ? [subject] : [])),
  );
  const events = input.events
    .toSorted((a, b) => a.seq - b.seq)
    .map((event): Standing => {
      const matching = policies.filter(({ match }) => isMatch(match, event));
      const keeps = numbers(matching.map(({ keepDays }) => keepDays));
      const archives = numbers(matching.map(({ archiveAfterDays }) => archiveAfterDays));
      return {
        event,
        hold: active.find((hold) => holds(hold, event))?.id,
        expired: keeps.length === matching.length && olderThan(event, keeps, now),
        archive: olderThan(event, archives, now),
        asked: (event.subjects ?? []).some((subject) => due.has(subject)),
        exempt: matching.some(({ erasureExempt }) => erasureExempt === true),
      };
    });
  const dropped = segments.filter(({ sealed, from, to }) => {
    const first = firstFrom(events, from);
    const end = firstFrom(events, to + 1);
    if (!sealed || first === end) return false;
    for (let at = first; at < end; at += 1) {
      const one = events[at];
      if (one === undefined || !one.expired || one.hold !== undefined) return false;
    }
    return true;
  });
  const goes = new Set<Standing>();
  for (const { from, to } of dropped) {
    for (const one of events.slice(firstFrom(events, from), firstFrom(events, to + 1))) {
      goes.add(one);
    }
  }
  const actions = events.map((one) => stepOf(one, goes.has(one)));
  const counts: Record<string, number> = {};
  for (const { action, reason } of actions) {
    const key = `${action} ${reason}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return {
    actions,
    dropSegments: dropped.map(({ id }) => id),
    counts,
    inputs: digestOf(input, due),
  };
};
