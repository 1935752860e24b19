import type { Diff } from "@ennead/core/audit";

/** One event as a room decides it; the unit of work adds who, when and the place in the log. */
export interface AuditEntry {
  /** `<room>.<noun>.<verb>` */
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  /** What names the entity to a person at this time; null where that is data about a person. */
  readonly label: string | null;
  /** What the event licenses, with the version after it; null for events that change nothing. */
  readonly op: "create" | "update" | "delete" | null;
  readonly version: number | null;
  readonly outcome?: "success" | "failure" | "denied";
  readonly diff: Diff;
  /** Top-level fields that hold data about a person: their values are kept apart from the event. */
  readonly personal?: ReadonlySet<string>;
}
