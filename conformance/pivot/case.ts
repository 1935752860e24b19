/** A member of a path: a value, null for the empty member, or the rest group. */
export type Member = string | number | boolean | null | { readonly others: true };

export type Path = readonly Member[];
export type Values = Readonly<Record<string, string | number | boolean | null>>;

export interface CellCase {
  readonly row: Path;
  readonly col: Path;
  readonly v: Values;
}

export interface Query {
  readonly from?: string;
  readonly joins?: readonly unknown[];
  readonly fields?: readonly unknown[];
  readonly filter?: unknown;
  readonly timeZone?: string;
  readonly weekStart?: number;
  readonly now?: string;
  readonly rows?: readonly NeutralDim[];
  readonly cols?: readonly NeutralDim[];
  readonly values: readonly NeutralValue[];
  readonly having?: readonly unknown[];
  readonly limits?: { readonly cells?: number };
}

export interface NeutralDim {
  readonly name: string;
  readonly field: string;
  readonly bucket?: { readonly kind: string };
  readonly sort?: unknown;
  readonly top?: unknown;
  readonly fill?: unknown;
}

export interface NeutralValue {
  readonly name: string;
  readonly agg?: string;
  readonly formula?: unknown;
  readonly showAs?: string;
}

export interface ColumnCase {
  readonly name: string;
  readonly type: string;
  readonly scale?: number;
}

export interface QueryCase {
  readonly id: string;
  readonly title: string;
  readonly kind?: "query";
  readonly dataset?: {
    readonly columns: readonly ColumnCase[];
    readonly rows: readonly (readonly unknown[])[];
  };
  readonly query: Query;
  readonly expect: {
    readonly fault?: string;
    readonly rowOrder?: readonly Path[];
    readonly colOrder?: readonly Path[];
    readonly cells?: readonly CellCase[];
    readonly warnings?: readonly string[];
  };
}

export interface ScheduleCase {
  readonly id: string;
  readonly title: string;
  readonly kind: "schedule";
  readonly schedule: unknown;
  readonly after: string;
  readonly count: number;
  readonly expect: { readonly instants: readonly string[] };
}

const aggregates = new Set(["records", "count", "sum", "avg", "min", "max", "distinct"]);
const buckets = new Set(["date", "bins", "step"]);

/** What a case asks for that PivotSpec does not have yet; empty when it can be run. */
export const unsupported = (one: QueryCase | ScheduleCase): readonly string[] => {
  if (one.kind === "schedule") return [];
  const { query } = one;
  const found = new Set<string>();
  for (const part of ["joins", "fields", "having"] as const) {
    if ((query[part] ?? []).length > 0) found.add(part);
  }
  for (const { bucket, top, fill } of [...(query.rows ?? []), ...(query.cols ?? [])]) {
    if (bucket !== undefined && !buckets.has(bucket.kind)) found.add(`bucket ${bucket.kind}`);
    if (top !== undefined) found.add("top");
    if (fill !== undefined) found.add("fill");
  }
  for (const { agg, formula, showAs } of query.values) {
    if (formula !== undefined) found.add("formula");
    else if (showAs !== undefined) found.add("showAs");
    else if (agg === undefined || !aggregates.has(agg)) found.add(`aggregate ${agg}`);
  }
  return [...found];
};

/** The neutral query as a PivotSpec. The names agree, so that only the version and the source are added. */
export const specOf = (query: Query): unknown => {
  const {
    from = "inline",
    rows = [],
    cols = [],
    values,
    filter,
    timeZone,
    weekStart,
    limits,
  } = query;
  const given = { filter, timeZone, weekStart, limits };
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { version: 1, source: from, rows, cols, values, ...Object.fromEntries(present) };
};
