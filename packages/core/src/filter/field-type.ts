import type { ExpressionEngine } from "./expression-engine.ts";

/**
 * What a filter knows about a field: the pivot column types, and `textList` for fields that hold several texts
 * (multiPicklist), which can only be asked for a member (`contains`) or for being empty.
 */
export type FilterFieldType =
  | "text"
  | "bool"
  | "int"
  | "int64"
  | "decimal"
  | "money"
  | "float"
  | "date"
  | "timestamp"
  | "textList";

/** Answers the type of a field, or undefined where the caller may not filter by it or it does not exist. */
export type TypeOf = (field: string) => FilterFieldType | undefined;

/** What a filter is told from outside. Only `period` and free conditions ask for it. */
export interface FilterFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone in which instants have a local date; UTC when absent. */
  readonly timeZone?: string;
  /** ISO day on which a week begins, 1 Monday (the default) to 7 Sunday. */
  readonly weekStart?: number;
  /** Reads free conditions. A filter that has any is refused without it. */
  readonly expressions?: ExpressionEngine;
}
