import type { InstantGrain } from "../calendar/index.ts";
import type { Filter } from "../filter/index.ts";

/** How members of a date, instant or number field are grouped. */
export type Bucket =
  | {
      readonly kind: "date";
      readonly grain: InstantGrain;
      readonly timeZone?: string;
      /** ISO day on which a week begins: 1 Monday to 7 Sunday. */
      readonly weekStart?: number;
    }
  | { readonly kind: "bins"; readonly edges: readonly (number | string)[] }
  | { readonly kind: "step"; readonly size: number | string; readonly origin?: number | string };

/** The order of an axis level. Empty members come last in both directions; ties of values go by ascending label. */
export type Sort =
  | { readonly by: "label"; readonly dir: "asc" | "desc" }
  | {
      readonly by: "value";
      readonly value: string;
      readonly dir: "asc" | "desc";
      /** Path of members on the other axis; absent or empty is its total. */
      readonly path?: readonly (string | number | boolean | null)[];
    }
  | { readonly by: "list"; readonly list: readonly (string | number | boolean | null)[] };

/** One level of an axis; the outermost level comes first. */
export interface Dim {
  readonly name: string;
  readonly field: string;
  readonly bucket?: Bucket;
  readonly sort?: Sort;
}

export type Aggregate = "records" | "count" | "sum" | "avg" | "min" | "max" | "distinct";

/** One measure. `where` narrows the records of this measure alone; `currency` names the field that must agree in a sum. */
export interface Value {
  readonly name: string;
  readonly agg: Aggregate;
  /** Not needed for `records`. */
  readonly field?: string;
  readonly where?: Filter;
  readonly currency?: string;
}

/**
 * A whole report as plain data: the same value gives the same cells in a browser, on the edge and from npm.
 * `source` names the object or data set; nothing in here concerns looks.
 */
export interface PivotSpec {
  readonly version: 1;
  readonly source: string;
  readonly filter?: Filter;
  /** IANA zone in which instants are bucketed; UTC when absent. */
  readonly timeZone?: string;
  readonly weekStart?: number;
  readonly rows: readonly Dim[];
  readonly cols: readonly Dim[];
  readonly values: readonly Value[];
  readonly limits?: { readonly cells?: number };
}
