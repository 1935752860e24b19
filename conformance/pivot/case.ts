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
  readonly joins?: readonly NeutralJoin[];
  readonly fields?: readonly {
    readonly name: string;
    readonly type: string;
    readonly scale?: number;
    readonly expr: Tree;
  }[];
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

/** A formula or a condition as a prefix tree. */
export type Tree = readonly [string, ...unknown[]];

export interface NeutralJoin {
  readonly as: string;
  readonly dataset: NonNullable<QueryCase["dataset"]>;
  readonly left: string;
  readonly right: string;
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
  readonly formula?: Tree;
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
