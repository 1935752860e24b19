import type { Json } from "../kernel/index.ts";

/**
 * One change of one value. `path` leads from the record: field, then `#key` of a keyed item, then its field; keys of json
 * as they are. Empty values are written null.
 */
export interface Change {
  readonly path: readonly string[];
  readonly op: "set" | "add" | "remove" | "reorder";
  /** Absent for `add`. A `reorder` holds the segments of the items on both sides, in their old order. */
  readonly before?: Json;
  /** Absent for `remove`. */
  readonly after?: Json;
  /** Position of an added item in the new list or of a removed one in the old; only in ordered lists. */
  readonly index?: number;
  /** multiselect: members that came and went, by UTF-16 code unit. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  /** reference: names at the time of the act; null where unknown, empty or nested. */
  readonly beforeLabel?: string | null;
  readonly afterLabel?: string | null;
}

/** What changed between two states of a record. */
export interface Diff {
  readonly changes: readonly Change[];
  /** Fields that changed and of which nothing is kept, sorted. */
  readonly dropped: readonly string[];
  /** Whether the changes hold all that is needed to go forth and back: nothing redacted, dropped or omitted. */
  readonly reversible: boolean;
}
