import type {
  FiscalGrain,
  FiscalYear,
  InstantGrain,
  WeekYear,
  WeekYearGrain,
} from "../calendar/index.ts";
import type { Filter } from "../filter/index.ts";

/** A member as a spec writes it. */
type Written = string | number | boolean | null;

/** A member of a path; the rest of a `top` is named so, never by a text. */
export type PathMember = Written | { readonly others: true };

/** How members of a field are grouped. The empty member stays what it is in every bucket. */
export type Bucket =
  | {
      readonly kind: "date";
      readonly grain: InstantGrain;
      readonly timeZone?: string;
      /** ISO day on which a week begins: 1 Monday to 7 Sunday. */
      readonly weekStart?: number;
    }
  | ({
      readonly kind: "fiscal";
      readonly grain: FiscalGrain;
      readonly timeZone?: string;
    } & FiscalYear)
  | ({
      readonly kind: "weekYear";
      readonly grain: WeekYearGrain;
      readonly timeZone?: string;
    } & WeekYear)
  | { readonly kind: "bins"; readonly edges: readonly (number | string)[] }
  | { readonly kind: "step"; readonly size: number | string; readonly origin?: number | string }
  | {
      readonly kind: "map";
      /** Names and their members, in the order they are shown. */
      readonly groups: readonly (readonly [label: string, members: readonly Written[]])[];
      /** One name for all other members; they stay themselves where it is absent. */
      readonly rest?: string;
    };

/** The order of an axis level. Empty members come last in both directions; ties of values go by ascending label. */
export type Sort =
  | { readonly by: "label"; readonly dir: "asc" | "desc" }
  | {
      readonly by: "value";
      readonly value: string;
      readonly dir: "asc" | "desc";
      /** Path of members on the other axis; absent or empty is its total. */
      readonly path?: readonly PathMember[];
    }
  | { readonly by: "list"; readonly list: readonly Written[] };

/**
 * The first `n` members below each parent by a measure; the rest becomes one member, Others, whose values are those of
 * its records, or leaves the report with `others: false`.
 */
export interface Top {
  readonly n: number;
  /** Name of an aggregate or a formula. */
  readonly by: string;
  /** `desc` unless given. */
  readonly dir?: "asc" | "desc";
  /** Equal values at the border: by label (the default), or all of them. */
  readonly ties?: "label" | "include";
  readonly others?: boolean;
}

/** One level of an axis; the outermost level comes first. */
export interface Dim {
  readonly name: string;
  readonly field: string;
  readonly bucket?: Bucket;
  readonly sort?: Sort;
  readonly top?: Top;
  /**
   * Members without records: `range`, buckets of dates from the first to the last day; `all`, those of the unfiltered
   * data. A level with `top` shows the members that were chosen and no others.
   */
  readonly fill?: "range" | "all";
}

export type Aggregate =
  | "records"
  | "count"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "distinct"
  | "median"
  | "quantile_cont"
  | "quantile_disc"
  | "mode"
  | "first"
  | "last"
  | "wavg"
  | "var_samp"
  | "var_pop"
  | "sd_samp"
  | "sd_pop";

/** A measure of records. `where` narrows the records of this measure alone; `currency` names the field that must agree. */
export interface AggregateValue {
  readonly name: string;
  readonly agg: Aggregate;
  /** Not needed for `records`. */
  readonly field?: string;
  readonly where?: Filter;
  readonly currency?: string;
  /** Quantiles: 0 to 1. */
  readonly p?: number;
  /** `wavg`: the field that weighs. */
  readonly weight?: string;
  /** `first` and `last`: fields whose ascending order decides. */
  readonly orderBy?: readonly string[];
}

/** A measure computed from the others of the same cell, at every total again: an expression over their names. */
export interface FormulaValue {
  readonly name: string;
  readonly formula: string;
}

export type ShowAs =
  | "pctRow"
  | "pctCol"
  | "pctGrand"
  | "pctParentRow"
  | "pctParentCol"
  | "index"
  | "running"
  | "diff"
  | "pctDiff"
  | "rank";

/** A measure compared with itself elsewhere in the report. */
export interface ShownValue {
  readonly name: string;
  readonly showAs: ShowAs;
  /** The measure that is shown. */
  readonly of: string;
  /** `running`, `diff`, `pctDiff` and `rank` go along this axis; `cols` unless given. */
  readonly axis?: "rows" | "cols";
  /** They compare siblings at this level (0 is the outermost) with the same members below it: year over year. */
  readonly level?: number;
  /** `rank`: 1 is the largest (`desc`, the default) or the smallest. */
  readonly dir?: "asc" | "desc";
}

export type Value = AggregateValue | FormulaValue | ShownValue;

/** Each record of the source is joined by at most one of another: its fields are called `as.field`. */
export interface Join {
  readonly as: string;
  readonly source: string;
  /** The field here, and the one there that is equal to it and does not repeat. */
  readonly left: string;
  readonly right: string;
}

/** A field computed for each record by an expression over the others. */
export interface CalculatedField {
  readonly name: string;
  readonly formula: string;
}

/** Keeps the members of a level whose measure, over the whole of the other axis, meets a comparison. */
export interface Having {
  readonly on: "rows" | "cols";
  /** 0 is the outermost level. */
  readonly level: number;
  /** Name of an aggregate or a formula. */
  readonly value: string;
  readonly op: "=" | "!=" | "<" | "<=" | ">" | ">=";
  readonly than: number | string;
}

/**
 * A whole report as plain data: the same value gives the same cells in a browser, on the edge and from npm.
 * `source` names the object or data set; nothing in here concerns looks.
 */
export interface PivotSpec {
  readonly version: 1;
  readonly source: string;
  readonly joins?: readonly Join[];
  readonly fields?: readonly CalculatedField[];
  readonly filter?: Filter;
  /** IANA zone in which instants are bucketed; UTC when absent. */
  readonly timeZone?: string;
  readonly weekStart?: number;
  readonly rows: readonly Dim[];
  readonly cols: readonly Dim[];
  readonly values: readonly Value[];
  readonly having?: readonly Having[];
  readonly limits?: { readonly cells?: number };
}

export const isAggregate = (value: Value): value is AggregateValue => "agg" in value;

export const isFormula = (value: Value): value is FormulaValue => "formula" in value;

export const isShown = (value: Value): value is ShownValue => "showAs" in value;
