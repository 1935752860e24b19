import { bucketDay, bucketInstant, dayOf, type TimeBucket } from "../calendar/index.ts";
import { bucketOfDay } from "./bucket.ts";
import type { Column } from "./dataset.ts";
import { memberCodes } from "./keys.ts";
import type { Level } from "./level.ts";
import { childrenOf } from "./reshape.ts";
import type { AxisNode, AxisTree, Member, PivotResult } from "./result.ts";
import type { Dim, PivotSpec } from "./spec.ts";
import { isValid } from "./validity.ts";

/** The members that a level shows whether they have records or not, in ascending label order. */
export type Universe = readonly Member[];

/** The members that occur in the unfiltered data; the empty one last. */
const allMembers = (level: Level, rows: number): Universe => {
  const members = new Int32Array(rows);
  memberCodes(level, members, rows, 0, undefined);
  const present = [...new Set(members)].filter((member) => member < level.size);
  const named = present.toSorted(level.compare).map(level.member);
  return members.includes(level.size) ? [...named, null] : named;
};

const hour = 3_600_000;

/** More buckets than a report may have cells. */
const mostBuckets = 1_000_000;

/** Every bucket from the first to the last day, or hour, of the rows that the filter keeps; undefined for too many. */
const rangeMembers = (
  { bucket }: Dim,
  column: Column,
  selected: Uint8Array | undefined,
  spec: PivotSpec,
): Universe | undefined => {
  const { values = new Float64Array(), validity, type } = column;
  if (bucket === undefined || !("grain" in bucket)) return [];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row += 1) {
    if (selected?.[row] === 0 || !isValid(validity, row)) continue;
    const value = Number(values[row]);
    if (value < first) first = value;
    if (value > last) last = value;
  }
  if (last < first) return [];
  const zone = bucket.timeZone ?? spec.timeZone ?? "UTC";
  const weekStart = (bucket.kind === "date" ? bucket.weekStart : undefined) ?? spec.weekStart ?? 1;
  const found = new Map<number, string>();
  const add = ({ key, label }: TimeBucket): void => {
    found.set(key, label);
  };
  const isHour = bucket.grain === "hour" || bucket.grain === "hourOfDay";
  if (bucket.kind === "date" && isHour) {
    if ((last - first) / hour > mostBuckets) return undefined;
    // Quarters of an hour, because offsets change and differ by them.
    for (let at = first; at < last + hour / 4; at += hour / 4) {
      add(bucketInstant(bucket.grain, Math.min(at, last), zone, { weekStart }));
    }
  } else {
    const isInstant = type === "timestamp";
    const [from, to] = isInstant ? [dayOf(first, zone), dayOf(last, zone)] : [first, last];
    if (to - from > mostBuckets) return undefined;
    for (let day = from; day <= to; day += 1) {
      if (bucket.kind !== "date") add(bucketOfDay(bucket, day));
      else if (bucket.grain !== "hour" && bucket.grain !== "hourOfDay") {
        add(bucketDay(bucket.grain, day, { weekStart }));
      }
    }
  }
  return [...found].toSorted(([a], [b]) => a - b).map(([, label]) => label);
};

/** What the levels of an axis are filled with; undefined for too many members. */
export const universesOf = (
  dims: readonly Dim[],
  levels: readonly Level[],
  columnOf: (field: string) => Column,
  rows: number,
  selected: Uint8Array | undefined,
  spec: PivotSpec,
): readonly (Universe | null)[] | undefined => {
  const universes = dims.map((dim, at) => {
    const level = levels[at];
    if (dim.fill === undefined || dim.top !== undefined || level === undefined) return null;
    return dim.fill === "all"
      ? allMembers(level, rows)
      : rangeMembers(dim, columnOf(dim.field), selected, spec);
  });
  return universes.includes(undefined) ? undefined : (universes as (Universe | null)[]);
};

interface Filled {
  readonly tree: AxisTree;
  /** The node each one was before; -1 for those that were not there. */
  readonly from: Int32Array;
}

/** The tree with the members of each universe below every parent; undefined for more than `most` nodes. */
const fillTree = (
  tree: AxisTree,
  universes: readonly (Universe | null)[],
  most: number,
): Filled | undefined => {
  const nodes: AxisNode[] = [];
  const from: number[] = [];
  const place = (node: Omit<AxisNode, "index" | "size">, old: number): boolean => {
    const index = nodes.length;
    if (index >= most) return false;
    nodes.push({ ...node, index, size: 1 });
    from.push(old);
    const universe = universes[node.level];
    const children = old < 0 ? [] : childrenOf(tree, old);
    const byMember = new Map(
      children.flatMap((child) =>
        child.kind === "member" ? [[child.path.at(-1) ?? null, child] as const] : [],
      ),
    );
    const isOf = new Set(universe ?? []);
    const wanted: (AxisNode | Member)[] = [
      ...(universe ?? []).map((member) => byMember.get(member) ?? member),
      ...children.filter(
        (child) => child.kind !== "member" || !isOf.has(child.path.at(-1) ?? null),
      ),
    ];
    const placed = wanted.every((child, rank) => {
      if (typeof child === "object" && child !== null) {
        return place(
          { ...child, parent: index, path: [...node.path, child.path.at(-1) ?? null], rank },
          child.index,
        );
      }
      return place(
        {
          parent: index,
          path: [...node.path, child],
          kind: "member",
          isNull: child === null,
          level: node.level + 1,
          label: child === null ? "" : String(child),
          rank,
          records: 0,
        },
        -1,
      );
    });
    nodes[index] = { ...(nodes[index] as AxisNode), size: nodes.length - index };
    return placed;
  };
  const [total] = tree.nodes;
  if (total === undefined || !place(total, 0)) return undefined;
  return { tree: { levels: tree.levels, nodes }, from: Int32Array.from(from) };
};

/** Where each node of before stands now. */
const placesOf = (from: Int32Array): Int32Array => {
  const places = new Int32Array(from.length);
  from.forEach((old, at) => {
    if (old >= 0) places[old] = at;
  });
  return places;
};

/** The same cells on axes that also have the members of the universes; undefined for more than `most` nodes on one. */
export const fillAxes = (
  result: PivotResult,
  rows: readonly (Universe | null)[],
  cols: readonly (Universe | null)[],
  most: number,
): PivotResult | undefined => {
  const filledRows = fillTree(result.rows, rows, most);
  const filledCols = fillTree(result.cols, cols, most);
  if (filledRows === undefined || filledCols === undefined) return undefined;
  const [rowFrom, colFrom] = [filledRows.from, filledCols.from];
  return {
    ...result,
    rows: filledRows.tree,
    cols: filledCols.tree,
    cell: (row, col, measure) => {
      const [oldRow, oldCol] = [rowFrom[row] ?? -1, colFrom[col] ?? -1];
      return oldRow < 0 || oldCol < 0
        ? (result.measures[measure]?.empty ?? null)
        : result.cell(oldRow, oldCol, measure);
    },
    recordsAt: (row, col) => {
      const [oldRow, oldCol] = [rowFrom[row] ?? -1, colFrom[col] ?? -1];
      return oldRow < 0 || oldCol < 0 ? 0 : result.recordsAt(oldRow, oldCol);
    },
    eachCell: (visit) => {
      const [rowPlace, colPlace] = [placesOf(rowFrom), placesOf(colFrom)];
      result.eachCell((row, col) => visit(rowPlace[row]!, colPlace[col]!));
    },
  };
};
