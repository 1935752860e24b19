import type { FieldDefinition } from "@ennead/core/record";

import type { RoomStrategies, StrategyDeps } from "./auth/auth.ts";
import type { Follow } from "./feed/follow.ts";
import type { JobKind } from "./jobs/job-kind.ts";
import type { Sweep } from "./jobs/sweeps.ts";
import type { SealedValues } from "./keys/sealed-values.ts";
import type { PortName, Ports, RecordSource, SharedSource } from "./ports.ts";
import type { Route } from "./route.ts";
import type { Derivation } from "./schema/derivation.ts";
import type { RoomMigration } from "./schema/room-migrations.ts";
import type { TableClass } from "./schema/tables.ts";

/** An object that access and sharing know: `pivot.report`. */
export interface AccessObject {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly FieldDefinition[];
  /** What everyone of the company may do with any of them. */
  readonly defaultAccess: "none" | "read" | "edit";
}

/** One room as a value: everything `createEnnead` must know to join it with the others. */
export interface Room {
  readonly name: string;
  /** Every table of the room, each with its class. */
  readonly tables: readonly TableClass[];
  /** How a host's room makes its tables; the rooms of the package have theirs in its migrations. */
  readonly migrations?: readonly RoomMigration[];
  /** How the rows of each derived table follow from others. */
  readonly derivations?: readonly Derivation[];
  /** Values that lie sealed in its tables, so that they can follow the key ring. */
  readonly sealed?: readonly SealedValues[];
  readonly objects?: readonly AccessObject[];
  /** System permissions the room's routes ask for. */
  readonly permissions?: readonly string[];
  readonly routes: readonly Route[];
  /** The kinds of background work it does; each kind has one owner. */
  readonly jobs?: readonly JobKind[];
  /** What it removes by itself when it is over, for all companies of a database. */
  readonly sweeps?: readonly Sweep[];
  /** What it follows in the log of changes; each follower's job is one of its `jobs`. */
  readonly follows?: readonly Follow[];
  /** Ports its handlers use. */
  readonly needs?: readonly PortName[];
  /** Ports it gives. `deps` answers any port, from the first request on, not while rooms are joined. */
  readonly gives?: (deps: () => Ports) => Partial<Omit<Ports, "source" | "shared">>;
  /** Ways to sign in that it brings, beside the host's. */
  readonly strategies?: (deps: StrategyDeps) => RoomStrategies;
  /** The source of an object whose rows are the room's; null for any other object. */
  readonly sources?: (deps: () => Ports) => (object: string) => RecordSource | null;
  /** How things of its own objects are found that can be shared. Records need none: port `records` is asked. */
  readonly shared?: Readonly<Record<string, SharedSource>>;
}

export const defineRoom = <R extends Room>(room: R): R => room;
