import { chunkRows } from "./chunk.ts";
import { memberCodes } from "./keys.ts";
import type { Level } from "./level.ts";
import type { Plan } from "./plan.ts";
import { eachChunk } from "./scan-lane.ts";
import { isAggregate, type PathMember } from "./spec.ts";

/** Which of a cell's records are wanted. */
export interface RecordQuery {
  /** Records of the page, 100 unless given. */
  readonly limit?: number;
  /** Only rows after this one: `next` of the page before. */
  readonly after?: number;
  /** Name of a measure whose own condition narrows the records. */
  readonly value?: string;
}

/** Records by their row in the data set, ascending. */
export interface RecordPage {
  readonly rows: Int32Array;
  /** Records of the cell on all pages. */
  readonly total: number;
  /** What `after` of the next page is; null on the last. */
  readonly next: number | null;
}

/** The position of a member in its level; -1 where no record has it. */
const positionOf = (level: Level, member: PathMember): number => {
  if (member === null) return level.size;
  if (typeof member === "object") return level.size + 1;
  for (let at = 0; at < level.size; at += 1) if (level.member(at) === member) return at;
  return -1;
};

/** Visits the rows of a cell, ascending: of any two paths, totals and Others among them. */
export const eachRecord = (
  { scan }: Plan,
  row: readonly PathMember[],
  col: readonly PathMember[],
  visit: (row: number) => void,
): void => {
  const wanted = [
    ...row.map((member, at) => ({ level: scan.rowAxis.levels[at], member })),
    ...col.map((member, at) => ({ level: scan.colAxis.levels[at], member })),
  ].map(({ level, member }) => ({
    level,
    position: level === undefined ? -1 : positionOf(level, member),
  }));
  if (wanted.some(({ position }) => position < 0)) return;
  const members = new Int32Array(chunkRows);
  const kept = new Uint8Array(chunkRows);
  eachChunk(scan.rows, scan.selected, (n, base, listed) => {
    kept.fill(1, 0, n);
    for (const { level, position } of wanted) {
      if (level === undefined) continue;
      memberCodes(level, members, n, base, listed);
      for (let j = 0; j < n; j += 1) if (members[j] !== position) kept[j] = 0;
    }
    for (let j = 0; j < n; j += 1) {
      if (kept[j] === 1) visit(listed === undefined ? base + j : listed[j]!);
    }
  });
};

/** The rows that a measure's own condition keeps; undefined where it has none. */
export const conditionOf = (
  { spec, source }: Plan,
  value: string | undefined,
): Uint8Array | undefined => {
  const found = spec.values.find(({ name }) => name === value);
  if (found === undefined || !isAggregate(found) || found.where === undefined) return undefined;
  return source.select(found.where);
};

/**
 * The records beneath a cell, a subtotal, a total or Others, a page at a time in row order. Paths are members from the
 * outermost level, `{others: true}` for the rest of a top; a path that no record has answers no rows. What the filter,
 * a `having` or a top without Others left out is not beneath any total. Costs one pass over the rows.
 */
export const recordsOf = (
  plan: Plan,
  row: readonly PathMember[],
  col: readonly PathMember[],
  { limit = 100, after = -1, value }: RecordQuery = {},
): RecordPage => {
  const where = conditionOf(plan, value);
  const rows: number[] = [];
  let [total, left] = [0, 0];
  eachRecord(plan, row, col, (record) => {
    if (where?.[record] === 0) return;
    total += 1;
    if (record <= after) return;
    if (rows.length < limit) rows.push(record);
    else left += 1;
  });
  return { rows: Int32Array.from(rows), total, next: left > 0 ? (rows.at(-1) ?? null) : null };
};
