import { formatUnits, parseDecimal, unitsAt, type Decimal } from "../kernel/index.ts";
import { compareValues } from "./compare-values.ts";
import { Peers } from "./peers.ts";
import type { AxisTree, CellValue, MeasureInfo } from "./result.ts";
import type { ShowAs, ShownValue } from "./spec.ts";

/** Reads the measure that is shown, at a row node and a column node. */
type Read = (row: number, col: number) => CellValue;

const number = (value: CellValue): number | null => (value === null ? null : Number(value));

const ratio = (value: CellValue, of: CellValue): number | null => {
  const [left, right] = [number(value), number(of)];
  return left === null || right === null || right === 0 ? null : left / right + 0;
};

const isExact = ({ type }: MeasureInfo): boolean => ["int64", "decimal", "money"].includes(type);

/** Adds `sign` times one value to another; exact numbers stay exact. */
const combine = (a: CellValue, b: CellValue, sign: 1 | -1, info: MeasureInfo): CellValue => {
  if (!isExact(info)) return Number(a) + sign * Number(b);
  const [left, right] = [parseDecimal(String(a)), parseDecimal(String(b))];
  if (left === undefined || right === undefined) return null;
  const scale = Math.max(left.scale, right.scale);
  const units = (one: Decimal): bigint => unitsAt(one, scale) ?? 0n;
  return formatUnits(units(left) + BigInt(sign) * units(right), scale);
};

const parentOf = (tree: AxisTree, node: number): number => tree.nodes[node]?.parent ?? -1;

const info = (of: MeasureInfo, name: string, showAs: ShowAs): MeasureInfo => {
  const own = showAs === "running" || showAs === "diff";
  const type = showAs === "rank" ? "int" : "float";
  const made: MeasureInfo = own ? { ...of, name, empty: null } : { name, type, empty: null };
  // A count is 0 where there are no records, so it has a share, a difference and a rank there.
  const everywhere = showAs === "running" || of.empty === 0 || of.everywhere === true;
  return everywhere ? { ...made, everywhere } : made;
};

/** A measure shown as a share, a running total, a difference or a rank of another, on axes in their display order. */
export const shownMeasure = (
  { name, showAs, axis = "cols", level, dir = "desc" }: ShownValue,
  of: MeasureInfo,
  rows: AxisTree,
  cols: AxisTree,
  read: Read,
): { readonly info: MeasureInfo; readonly read: Read } => {
  const along = axis === "cols" ? cols : rows;
  const peers = new Peers(along, level);
  const at = (row: number, col: number, node: number): CellValue =>
    axis === "cols" ? read(row, node) : read(node, col);
  const running = new Map<number, ReadonlyMap<number, CellValue>>();

  const runningOf = (row: number, col: number, node: number): CellValue => {
    const list = peers.of(node);
    if (along.nodes[node]?.level === 0) return read(row, col);
    const first = list.find((peer) => peer !== undefined);
    if (first === undefined) return null;
    // The other axis, then the first peer, tell which sums these are.
    const key = (axis === "cols" ? row : col) * along.nodes.length + first;
    let sums = running.get(key);
    if (sums === undefined) {
      const made = new Map<number, CellValue>();
      let sum: CellValue = null;
      for (const peer of list) {
        if (peer === undefined) continue;
        const value = at(row, col, peer);
        if (value !== null) sum = sum === null ? value : combine(sum, value, 1, of);
        made.set(peer, sum);
      }
      running.set(key, (sums = made));
    }
    return sums.get(node) ?? null;
  };

  const ranks = new Map<number, ReadonlyMap<number, number>>();
  const rankOf = (row: number, col: number, node: number): CellValue => {
    const list = peers.of(node).filter((peer) => peer !== undefined);
    const [first] = list;
    if (first === undefined) return null;
    const key = (axis === "cols" ? row : col) * along.nodes.length + first;
    let known = ranks.get(key);
    if (known === undefined) {
      const scored = list
        .map((peer) => ({ peer, value: at(row, col, peer) }))
        .filter(({ value }) => value !== null)
        .toSorted((a, b) => compareValues(of.type, a.value, b.value) * (dir === "asc" ? 1 : -1));
      const made = new Map<number, number>();
      scored.forEach(({ peer, value }, place) => {
        const before = scored[place - 1];
        const isTie = before !== undefined && compareValues(of.type, before.value, value) === 0;
        made.set(peer, isTie ? (made.get(before.peer) ?? 0) : place + 1);
      });
      ranks.set(key, (known = made));
    }
    return known.get(node) ?? null;
  };

  const shown: Readonly<Record<ShowAs, Read>> = {
    pctRow: (row, col) => ratio(read(row, col), read(row, 0)),
    pctCol: (row, col) => ratio(read(row, col), read(0, col)),
    pctGrand: (row, col) => ratio(read(row, col), read(0, 0)),
    pctParentRow: (row, col) =>
      row === 0 ? null : ratio(read(row, col), read(parentOf(rows, row), col)),
    pctParentCol: (row, col) =>
      col === 0 ? null : ratio(read(row, col), read(row, parentOf(cols, col))),
    index: (row, col) => {
      const [value, grand] = [number(read(row, col)), number(read(0, 0))];
      const [rowTotal, colTotal] = [number(read(row, 0)), number(read(0, col))];
      if (value === null || grand === null || rowTotal === null || colTotal === null) return null;
      return ratio(value * grand, rowTotal * colTotal);
    },
    running: (row, col) => runningOf(row, col, axis === "cols" ? col : row),
    diff: (row, col) => {
      const base = peers.before(axis === "cols" ? col : row);
      const [value, other] = [read(row, col), base === undefined ? null : at(row, col, base)];
      return value === null || other === null ? null : combine(value, other, -1, of);
    },
    pctDiff: (row, col) => {
      const base = peers.before(axis === "cols" ? col : row);
      const [value, other] = [read(row, col), base === undefined ? null : at(row, col, base)];
      return value === null || other === null ? null : ratio(combine(value, other, -1, of), other);
    },
    rank: (row, col) => rankOf(row, col, axis === "cols" ? col : row),
  };
  return { info: info(of, name, showAs), read: shown[showAs] };
};
