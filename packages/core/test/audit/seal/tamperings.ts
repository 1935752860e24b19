// What can be done to a stored log, and the first event that is bad after it.
import { hashLeaf, treeRoot, type Segment } from "@ennead/core/audit/seal";

import type { Row, StoredLog } from "./stored-log.ts";

type Random = (below: number) => number;

/** What may be changed: the last checkpoint is not, as it is known outside. */
export type Attacked = Pick<StoredLog, "rows" | "nodes" | "segments" | "checkpoints" | "values">;

export interface Tampering {
  readonly log: Attacked;
  /** The first event that is not there any more as it was sealed. */
  readonly first: number;
  /** Whether the stored nodes are as they were, so that the event can be named in any case. */
  readonly hasNodes: boolean;
}

const flip = (bytes: Uint8Array, random: Random): Uint8Array => {
  const copy = bytes.slice();
  const at = random(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
  return copy;
};

const rowAt = (rows: readonly Row[], at: number): Row => {
  const row = rows[at];
  if (row === undefined) throw new Error("There is no such row.");
  return row;
};

const numbered = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row, at) => ({ ...row, seq: at + 1 }));

const forgedRow = (row: Row, random: Random): Row => {
  const text = new TextEncoder().encode(
    new TextDecoder().decode(row.text).replace('"acme"', `"acme${random(1e9)}"`),
  );
  return { seq: row.seq, text, leaf: hashLeaf(text) };
};

const sealedAgain = (rows: readonly Row[], segments: readonly Segment[]): readonly Segment[] =>
  segments.map(({ from, to }) => ({
    from,
    to,
    root: treeRoot(rows.slice(from - 1, to).map(({ leaf }) => leaf)),
  }));

type Attack = (log: StoredLog, at: number, random: Random) => Tampering | undefined;

const onRows = (
  log: StoredLog,
  rows: readonly Row[],
  first: number,
  more: Partial<Attacked> = {},
): Tampering => ({ log: { ...log, ...more, rows }, first, hasNodes: true });

/** Each of them leaves something behind that the others would find. `at` is an index from 0. */
export const attacks: Readonly<Record<string, Attack>> = {
  "a bit of an event flipped": (log, at, random) => {
    const row = rowAt(log.rows, at);
    return onRows(log, log.rows.with(at, { ...row, text: flip(row.text, random) }), at + 1);
  },
  "a bit of a leaf flipped": (log, at, random) => {
    const row = rowAt(log.rows, at);
    return onRows(log, log.rows.with(at, { ...row, leaf: flip(row.leaf, random) }), at + 1);
  },
  "a number changed": (log, at, random) => {
    const row = rowAt(log.rows, at);
    return onRows(log, log.rows.with(at, { ...row, seq: row.seq + 1 + random(9) }), at + 1);
  },
  "an event deleted": (log, at) => onRows(log, log.rows.toSpliced(at, 1), at + 1),
  "an event deleted, the rest numbered again": (log, at) =>
    onRows(log, numbered(log.rows.toSpliced(at, 1)), at + 1),
  "several events deleted": (log, at, random) =>
    onRows(log, log.rows.toSpliced(at, 1 + random(5)), at + 1),
  "two events exchanged": (log, at, random) => {
    const other = random(log.rows.length);
    if (other === at) return undefined;
    const [one, two] = [rowAt(log.rows, at), rowAt(log.rows, other)];
    return onRows(log, log.rows.with(at, two).with(other, one), Math.min(at, other) + 1);
  },
  "two events exchanged, but for their numbers": (log, at, random) => {
    const other = random(log.rows.length);
    if (other === at) return undefined;
    const [one, two] = [rowAt(log.rows, at), rowAt(log.rows, other)];
    const rows = log.rows.with(at, { ...two, seq: one.seq }).with(other, { ...one, seq: two.seq });
    return onRows(log, rows, Math.min(at, other) + 1);
  },
  "an event replaced": (log, at, random) => {
    const row = rowAt(log.rows, at);
    const { text } = forgedRow(row, random);
    return onRows(log, log.rows.with(at, { ...row, text }), at + 1);
  },
  "an event replaced with its leaf": (log, at, random) =>
    onRows(log, log.rows.with(at, forgedRow(rowAt(log.rows, at), random)), at + 1),
  "an event replaced with its leaf and its segment": (log, at, random) => {
    const rows = log.rows.with(at, forgedRow(rowAt(log.rows, at), random));
    return onRows(log, rows, at + 1, { segments: sealedAgain(rows, log.segments) });
  },
  "all written anew from an event on, nodes included": (log, at, random) => {
    const rows = log.rows.map((row, index) => (index < at ? row : forgedRow(row, random)));
    const more = { segments: sealedAgain(rows, log.segments), nodes: new Map() };
    return { ...onRows(log, rows, at + 1, more), hasNodes: false };
  },
  "an event put in": (log, at, random) => {
    const forged = forgedRow(rowAt(log.rows, at), random);
    return onRows(log, numbered(log.rows.toSpliced(at, 0, forged)), at + 1);
  },
  "an event doubled": (log, at) => {
    // The copy of the last one comes after the checkpoint, which says nothing of it.
    if (at === log.rows.length - 1) return undefined;
    return onRows(log, log.rows.toSpliced(at, 0, rowAt(log.rows, at)), at + 2);
  },
  "the end cut off": (log, at) => onRows(log, log.rows.slice(0, at), at + 1),
  "the end cut off with its segments and checkpoints": (log, at) =>
    onRows(log, log.rows.slice(0, at), at + 1, {
      segments: log.segments.filter(({ to }) => to <= at),
      checkpoints: [
        ...log.checkpoints.slice(0, -1).filter(({ size }) => size <= at),
        ...log.checkpoints.slice(-1),
      ],
    }),
};
