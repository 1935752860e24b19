import type { DepthCells } from "./add-rows.ts";
import { chunkRows } from "./chunk.ts";
import { memberCodes } from "./keys.ts";
import type { Level } from "./level.ts";
import type { Blocks } from "./scan-dense.ts";

const unknown = -1;
const absent = -2;

/**
 * A level of a delta and the level of the table it goes into. `positions` is where each member of the one lies in the
 * other, the empty one last: found when a record first has it, or not needed where both go by one dictionary.
 */
export interface PlacedLevel {
  readonly level: Level;
  readonly into: Level;
  readonly find: () => ReadonlyMap<unknown, number>;
  readonly positions: Int32Array | undefined;
}

/** Places a level; `find` answers the positions of the table's members. */
export const placeLevel = (level: Level, into: Level, find: PlacedLevel["find"]): PlacedLevel => {
  const isSame = level.dict !== undefined && level.dict === into.dict;
  // A level without empty members has no place for one.
  const fits = level.validity === undefined || into.validity !== undefined;
  const positions = isSame && fits ? undefined : new Int32Array(level.size + 1).fill(unknown);
  return { level, into, find, positions };
};

const positionOf = ({ level, into, find }: PlacedLevel, member: number): number => {
  if (member === level.size) return into.validity === undefined ? absent : into.size;
  // A dictionary that grew begins as it was.
  if (level.dict !== undefined && member < into.size && level.dict[member] === into.dict?.[member])
    return member;
  return find().get(level.member(member)) ?? absent;
};

/** Turns members of the delta into those of the table; false where one is new. */
const place = (placed: PlacedLevel, members: Int32Array, n: number): boolean => {
  const { positions } = placed;
  if (positions === undefined) return true;
  for (let j = 0; j < n; j += 1) {
    const member = members[j]!;
    let position = positions[member]!;
    if (position === unknown) positions[member] = position = positionOf(placed, member);
    if (position === absent) return false;
    members[j] = position;
  }
  return true;
};

/** What the rows of a chunk are worked out in: keys by depth for both axes, and their offsets. */
export interface PatchBuffers {
  readonly rows: readonly Int32Array[];
  readonly cols: readonly Int32Array[];
  readonly offsets: Int32Array;
}

export const patchBuffers = ({ rows, cols }: Blocks): PatchBuffers => ({
  rows: rows.map(() => new Int32Array(chunkRows)),
  cols: cols.map(() => new Int32Array(chunkRows)),
  offsets: new Int32Array(chunkRows),
});

/** Writes the keys of a chunk at every depth of an axis; answers the level that has a new member, or undefined. */
const keysOf = (
  levels: readonly PlacedLevel[],
  products: readonly number[],
  keys: readonly Int32Array[],
  n: number,
  base: number,
  listed: Int32Array | undefined,
): string | undefined => {
  keys[0]!.fill(0, 0, n);
  for (const [at, placed] of levels.entries()) {
    const [above, own] = [keys[at]!, keys[at + 1]!];
    memberCodes(placed.level, own, n, base, listed);
    if (!place(placed, own, n)) return placed.level.name;
    const cardinality = products[at + 1]! / products[at]!;
    if (at > 0) for (let j = 0; j < n; j += 1) own[j]! += Math.imul(above[j]!, cardinality);
  }
  return undefined;
};

/** The levels of a delta on both axes. */
export interface Placement {
  readonly rows: readonly PlacedLevel[];
  readonly cols: readonly PlacedLevel[];
}

/**
 * For each pair of depths, the cells of the rows there, from the leaf to the grand total; rows `base .. base + n` or
 * those that are listed. Answers the level that has a new member, before any visit, or undefined.
 */
export const eachDepth = (
  { rows, cols }: Placement,
  { rows: rowProducts, cols: colProducts, start }: Blocks,
  width: number,
  buffers: PatchBuffers,
  n: number,
  base: number,
  listed: Int32Array | undefined,
  visit: (cells: DepthCells) => void,
): string | undefined => {
  const unplaced =
    keysOf(rows, rowProducts, buffers.rows, n, base, listed) ??
    keysOf(cols, colProducts, buffers.cols, n, base, listed);
  if (unplaced !== undefined) return unplaced;
  const [deepRow, deepCol] = [rowProducts.length - 1, colProducts.length - 1];
  for (let d = deepRow; d >= 0; d -= 1) {
    for (let e = deepCol; e >= 0; e -= 1) {
      const line = colProducts[e]!;
      const isDeepest = d === deepRow && e === deepCol;
      const isCross = isDeepest && deepRow === 1 && deepCol === 1;
      visit({
        rows: buffers.rows[d]!,
        cols: buffers.cols[e]!,
        line,
        from: start[d]![e]!,
        width,
        isOne: rowProducts[d] === 1 && line === 1,
        isDeepest,
        isGrand: d === 0 && e === 0,
        ...(isCross ? { totals: { ofRows: start[1]![0]!, ofCols: start[0]![1]! } } : {}),
      });
    }
  }
  return undefined;
};
