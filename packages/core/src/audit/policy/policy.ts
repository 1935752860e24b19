import type { Instant, Json } from "../../kernel/index.ts";
import type { Match } from "../match.ts";

interface Base {
  readonly id: string;
  /** Only events of this company are seen. */
  readonly company: string;
  /** How long the same key stays silent after an alert, seconds; default the window, else 0. */
  readonly cooldownSec?: number;
}

interface Grouped {
  /** Default all events. */
  readonly match?: Match;
  /** Members whose values tell keys apart; default one key for all. */
  readonly groupBy?: readonly string[];
}

/** Every event that matches. */
export interface EventPolicy extends Base, Grouped {
  readonly type: "event";
}

/** At least `limit` matching events of a key within a window. */
export interface ThresholdPolicy extends Base, Grouped {
  readonly type: "threshold";
  readonly limit: number;
  readonly windowSec: number;
}

/** Matching events of a key within a window whose `field` adds up to at least `limit`. */
export interface SumPolicy extends Base, Grouped {
  readonly type: "sum";
  readonly field: string;
  readonly limit: number;
  readonly windowSec: number;
}

/** Matching events outside the hours of work. */
export interface OffHoursPolicy extends Base, Grouped {
  readonly type: "offHours";
  /** IANA time zone. */
  readonly zone: string;
  /** Days of work, 1 Monday to 7 Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`, the first minute of work. */
  readonly from: string;
  /** `HH:MM`, the first minute after; `24:00` is the end of the day. */
  readonly to: string;
  /** Local dates without work. */
  readonly holidays?: readonly string[];
}

/** Two places in a row that one person cannot have reached in the time between. */
export interface ImpossibleTravelPolicy extends Base {
  readonly type: "impossibleTravel";
  readonly match?: Match;
  readonly maxKmh: number;
  /** Shorter distances mean nothing: places of addresses are rough. */
  readonly minKm: number;
}

/** Separation of duty: one person does both halves of what takes two, on one entity. */
export interface SodPolicy extends Base {
  readonly type: "sod";
  readonly first: Match;
  readonly second: Match;
  readonly windowSec?: number;
}

/** A value of a member that this actor never had before. */
export interface FirstSeenPolicy extends Base {
  readonly type: "firstSeen";
  readonly match?: Match;
  readonly field: string;
  /** Matching events with a value that an actor has before anything is new. */
  readonly learn: number;
}

export type Policy =
  | EventPolicy
  | ThresholdPolicy
  | SumPolicy
  | OffHoursPolicy
  | ImpossibleTravelPolicy
  | SodPolicy
  | FirstSeenPolicy;

/** What policies need of an event; matches and keys may name any further member. */
export interface PolicyEvent {
  readonly seq: number;
  readonly company: string;
  readonly at: Instant;
}

export interface Alert {
  readonly policy: string;
  /** The event that raised it. */
  readonly seq: number;
  readonly key: readonly Json[];
  /** Events that it rests on, ascending. */
  readonly evidence: readonly number[];
}
