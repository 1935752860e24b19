import type { ColumnType } from "./column-type.ts";

/** A value that groups records: what a member of an axis stands for. Decimals, int64, dates and buckets are texts. */
export type Member = string | number | boolean | null;

/**
 * One member, subtotal or the total of an axis. Nodes stand in preorder and display order: `nodes[0]` is the grand
 * total, each parent comes before its children, and the subtree of node `i` is the range `i .. i + size - 1`.
 */
export interface AxisNode {
  /** Position in `AxisTree.nodes`; what `PivotResult.cell` takes. */
  readonly index: number;
  /** Index of the parent; -1 for the total. */
  readonly parent: number;
  /** Nodes in this subtree, itself included. */
  readonly size: number;
  /** Members from the outermost level to this one; the total's path is empty. */
  readonly path: readonly Member[];
  readonly kind: "member" | "others" | "total";
  /** Whether the innermost member is the empty value; never true for a total. */
  readonly isNull: boolean;
  /** 0 for the total, 1 for the outermost level. */
  readonly level: number;
  /** The innermost member as plain text; empty for the total and for the empty member, which the view words. */
  readonly label: string;
  /** Position among its siblings in ascending label order, whatever order they are shown in. */
  readonly rank: number;
  /** Records beneath this node. */
  readonly records: number;
}

export interface AxisTree {
  /** Names of the dimensions, outermost first. */
  readonly levels: readonly string[];
  readonly nodes: readonly AxisNode[];
}

/** What the values of a measure are. */
export type MeasureType = ColumnType;

export interface MeasureInfo {
  readonly name: string;
  readonly type: MeasureType;
  /** Digits after the point of decimal and money results. */
  readonly scale?: number;
  /** What a cell without records shows: counts are 0, all else is no value. */
  readonly empty: 0 | null;
  /** Whether it may have another value than that all the same: a running total goes on over gaps. */
  readonly everywhere?: true;
}

/** Numbers are doubles; int64, decimals and money are exact decimal texts; dates are `yyyy-mm-dd`; null is no value. */
export type CellValue = number | string | boolean | null;

/** Something a reader of the numbers must know, e.g. `non-finite`, `overflow`, `mixed-currency`. */
export interface Warning {
  readonly code: "non-finite" | "overflow" | "mixed-currency";
  readonly message: string;
}

/** The cells of a report, at every node of both axes, totals and subtotals included. */
export interface PivotResult {
  readonly rows: AxisTree;
  readonly cols: AxisTree;
  readonly measures: readonly MeasureInfo[];
  /** The value at a row node, a column node and a measure, each by index. Counts are 0 and the rest null where no record is. */
  readonly cell: (row: number, col: number, measure: number) => CellValue;
  /** Records at a row node and a column node: 0 where the cell is empty. */
  readonly recordsAt: (row: number, col: number) => number;
  /** Visits the pairs of nodes that have records, by row, then column. Costs those pairs, not all there could be. */
  readonly eachCell: (visit: (row: number, col: number) => void) => void;
  readonly warnings: readonly Warning[];
  readonly stats: {
    readonly rows: number;
    readonly selected: number;
    readonly cells: number;
    /** How the kernel kept the groups: a table of all there could be, or a hash of those there are. */
    readonly layout: "dense" | "hashed";
    /** Why, in a sentence with the numbers that decided. */
    readonly why: string;
  };
}

/** A PivotResult as JSON over HTTP: sparse, by node index; `cells` holds `[row, col, records, ...measures]` of the
 * pairs that have records, of all pairs where a measure has values everywhere. */
export interface PivotResultJson {
  readonly rows: AxisTree;
  readonly cols: AxisTree;
  readonly measures: readonly MeasureInfo[];
  readonly cells: readonly (readonly CellValue[])[];
  readonly warnings: readonly Warning[];
  readonly stats: PivotResult["stats"];
}
