import { Peers } from "./peers.ts";
import type { AxisTree } from "./result.ts";
import type { ShownValue } from "./spec.ts";

/** A cell that another one was compared with or divided by, by node index. */
export interface ComparedCell {
  readonly role: "rowTotal" | "colTotal" | "grandTotal" | "parentRow" | "parentCol" | "previous";
  readonly row: number;
  readonly col: number;
}

const parentOf = (tree: AxisTree, node: number): number => tree.nodes[node]?.parent ?? -1;

/** The cells that a shown measure looks at besides its own; axes are in display order. */
export const comparedCells = (
  { showAs, axis = "cols", level }: ShownValue,
  rows: AxisTree,
  cols: AxisTree,
  row: number,
  col: number,
): readonly ComparedCell[] => {
  switch (showAs) {
    case "pctRow":
      return [{ role: "rowTotal", row, col: 0 }];
    case "pctCol":
      return [{ role: "colTotal", row: 0, col }];
    case "pctGrand":
      return [{ role: "grandTotal", row: 0, col: 0 }];
    case "pctParentRow":
      return row === 0 ? [] : [{ role: "parentRow", row: parentOf(rows, row), col }];
    case "pctParentCol":
      return col === 0 ? [] : [{ role: "parentCol", row, col: parentOf(cols, col) }];
    case "index":
      return [
        { role: "grandTotal", row: 0, col: 0 },
        { role: "rowTotal", row, col: 0 },
        { role: "colTotal", row: 0, col },
      ];
    case "running":
    case "diff":
    case "pctDiff": {
      const peers = new Peers(axis === "rows" ? rows : cols, level);
      const before = peers.before(axis === "rows" ? row : col);
      if (before === undefined) return [];
      return [
        axis === "rows"
          ? { role: "previous", row: before, col }
          : { role: "previous", row, col: before },
      ];
    }
    case "rank":
      return [];
    default:
      return showAs satisfies never;
  }
};
