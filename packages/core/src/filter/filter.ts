/** A value a filter compares with, written as in JSON: decimals, int64, dates and instants are texts. */
export type FilterValue = string | number | boolean | null;

/** A run of whole calendar grains around the caller's `now`. `offset` -1 with `count` 1 is the previous grain. */
export interface Period {
  readonly grain: "day" | "week" | "month" | "quarter" | "year";
  readonly offset?: number;
  readonly count?: number;
}

/**
 * A condition on one record, as data. Logic is two-valued: a comparison with an empty field is false, and `!=`,
 * `notIn` and `not` are the exact complements of their twins, so they keep empty fields.
 */
export type Filter =
  | readonly ["and", ...Filter[]]
  | readonly ["or", ...Filter[]]
  | readonly ["not", Filter]
  | readonly ["=" | "!=" | "<" | "<=" | ">" | ">=", field: string, value: FilterValue]
  | readonly ["in" | "notIn", field: string, values: readonly FilterValue[]]
  | readonly ["between", field: string, from: FilterValue, to: FilterValue]
  | readonly ["isNull" | "notNull", field: string]
  | readonly ["contains" | "startsWith", field: string, text: string]
  | readonly ["period", field: string, period: Period]
  /** What people write: a condition in the Ennead profile of CEL. */
  | readonly ["expr", text: string];
