import type { Instant } from "@ennead/core/kernel";

import type { TableClass } from "./tables.ts";
import type { Trigger } from "./triggers.ts";

/** One step of the schema; each is one atomic batch. */
export interface Migration {
  readonly id: string;
  /** Of the statements; a known id with another hash stops everything. */
  readonly hash: string;
  readonly statements: readonly string[];
}

/** What a database is brought to. */
export interface Schema {
  readonly migrations: readonly Migration[];
  readonly triggers: readonly Trigger[];
  /** Every table with its class. */
  readonly tables: readonly TableClass[];
  readonly now: Instant;
  /** Milliseconds after which another runner takes over from one that was killed; 15,000 unless given. */
  readonly lease?: number;
  /** Milliseconds to wait for a runner that is at work; ten minutes unless given. */
  readonly patience?: number;
  /** Called while the lease is held, before each batch; only fault drills give one. */
  readonly crash?: (point: "mid:migrate") => void;
}
