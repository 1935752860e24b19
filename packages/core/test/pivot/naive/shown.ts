import type { ShownValue } from "@ennead/core/pivot";

import type { Typed } from "./formulas.ts";
import type { Node } from "./nodes.ts";
import {
  addDecimals,
  compareCells,
  decimal,
  exactTypes,
  keyOf,
  written,
  type Cell,
} from "./types.ts";

/** What a shown measure looks at: another measure at any two nodes, and siblings in display order. */
export interface ShownFacts {
  readonly read: (row: Node, col: Node) => Typed;
  readonly find: (axis: "rows" | "cols", members: Node["members"]) => Node | undefined;
  readonly siblings: (axis: "rows" | "cols", node: Node) => readonly Node[];
}

const over = (a: Cell, b: Cell): Cell => {
  if (a === null || b === null || Number(b) === 0) return null;
  return Number(a) / Number(b) + 0;
};

const minus = (a: Typed, b: Typed): Cell =>
  plus(a, { ...b, value: b.value === null ? null : negate(b) });

const negate = ({ value, type }: Typed): Cell => {
  if (!exactTypes.has(type)) return -Number(value);
  const read = decimal(value);
  return written({ units: -read.units, scale: read.scale });
};

const plus = (a: Typed, b: Typed): Cell => {
  if (a.value === null || b.value === null) return null;
  if (!exactTypes.has(a.type)) return Number(a.value) + Number(b.value);
  return written(addDecimals([decimal(a.value), decimal(b.value)]));
};

/** A measure shown as something else at one cell. */
export const shownCell = (value: ShownValue, row: Node, col: Node, facts: ShownFacts): Cell => {
  const { read, find, siblings } = facts;
  const { showAs, axis = "cols", level, dir = "desc" } = value;
  const total: Node = { path: [], members: [] };
  const at = read(row, col);
  const parent = (node: Node, on: "rows" | "cols"): Node =>
    find(on, node.members.slice(0, -1)) ?? total;
  switch (showAs) {
    case "pctRow":
      return over(at.value, read(row, total).value);
    case "pctCol":
      return over(at.value, read(total, col).value);
    case "pctGrand":
      return over(at.value, read(total, total).value);
    case "pctParentRow":
      return row.path.length === 0 ? null : over(at.value, read(parent(row, "rows"), col).value);
    case "pctParentCol":
      return col.path.length === 0 ? null : over(at.value, read(row, parent(col, "cols")).value);
    case "index": {
      const all = [at, read(total, total), read(row, total), read(total, col)].map(
        (one) => one.value,
      );
      if (all.includes(null)) return null;
      const [v = 0, grand = 0, rowTotal = 0, colTotal = 0] = all.map(Number);
      return over(v * grand, rowTotal * colTotal);
    }
    default:
  }
  const own = axis === "rows" ? row : col;
  const along = (node: Node): Typed => (axis === "rows" ? read(node, col) : read(row, node));
  if (own.path.length === 0) return showAs === "running" ? at.value : null;
  const depth = (level ?? own.path.length - 1) + 1;
  if (own.path.length < depth) return null;
  const ancestor = find(axis, own.members.slice(0, depth));
  if (ancestor === undefined) return null;
  const peers = siblings(axis, ancestor).map((one) =>
    find(axis, [...one.members, ...own.members.slice(depth)]),
  );
  const place = peers.findIndex(
    (peer) => peer !== undefined && keyOf(peer.path) === keyOf(own.path),
  );
  switch (showAs) {
    case "running": {
      let sum: Typed = { ...at, value: null };
      for (const peer of peers.slice(0, place + 1)) {
        if (peer === undefined) continue;
        const one = along(peer);
        if (one.value !== null) sum = sum.value === null ? one : { ...sum, value: plus(sum, one) };
      }
      return sum.value;
    }
    case "diff":
    case "pctDiff": {
      const before = peers[place - 1];
      if (before === undefined) return null;
      const base = along(before);
      const apart = minus(at, base);
      return showAs === "diff" || apart === null ? apart : over(apart, base.value);
    }
    case "rank": {
      if (at.value === null) return null;
      const better = peers.filter((peer) => {
        const one = peer === undefined ? null : along(peer).value;
        if (one === null) return false;
        const order = compareCells(one, at.value, at.type);
        return dir === "asc" ? order < 0 : order > 0;
      });
      return better.length + 1;
    }
    default:
      throw new Error(showAs);
  }
};
