import type { Instant } from "../kernel/index.ts";

/** An unfinished job, as a claim sees it. */
export interface ClaimRow {
  readonly id: string;
  readonly company: string;
  readonly kind: string;
  /** Smaller is sooner. */
  readonly priority: number;
  readonly runAt: Instant;
  /** Until when another holds the job; null when nobody ever did. */
  readonly leaseUntil: Instant | null;
}

/** What a claim knows of a kind. */
export interface ClaimableKind {
  /** How many of its jobs a company may have running at once. */
  readonly concurrency: number;
  /**
   * How many jobs are taken for each place that is free, to be run one after the other in it; 1 unless given. Short jobs
   * are taken many at a time, so that a claim costs little for each.
   */
  readonly rounds?: number;
}

export interface ClaimLimits {
  readonly now: Instant;
  /** How many jobs are claimed at most. */
  readonly size: number;
  /** The kinds this deployment knows; jobs of others are left alone. */
  readonly kinds: ReadonlyMap<string, ClaimableKind>;
}

const isRunning = ({ leaseUntil }: ClaimRow, now: Instant): boolean =>
  leaseUntil !== null && leaseUntil > now;

const inOrder = (a: ClaimRow, b: ClaimRow): number =>
  a.priority - b.priority || a.runAt - b.runAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Numbers rows within their group, from 1, in the order they come. */
const ranks = (
  rows: readonly ClaimRow[],
  groupOf: (row: ClaimRow) => string,
): readonly number[] => {
  const counts = new Map<string, number>();
  return rows.map((row) => {
    const rank = (counts.get(groupOf(row)) ?? 0) + 1;
    counts.set(groupOf(row), rank);
    return rank;
  });
};

/** Names of companies and kinds may hold any letter: two of them never make the same text. */
const companyAndKind = ({ company, kind }: ClaimRow): string => JSON.stringify([company, kind]);

const countBy = (
  rows: readonly ClaimRow[],
  groupOf: (row: ClaimRow) => string,
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(groupOf(row), (counts.get(groupOf(row)) ?? 0) + 1);
  return counts;
};

/** How many jobs of a kind a company may be given now. A claim that holds more than there are places leaves none. */
const roomOf = ({ concurrency, rounds = 1 }: ClaimableKind, running: number): number =>
  Math.max(concurrency - running, 0) * rounds;

/**
 * The ids of the jobs to claim, in the order priority, runAt, id: the slow, obvious twin of the claim statement.
 * Claimable is what is due, not held by another and within the free places of its kind in its company (`concurrency`
 * less the jobs that are held), times `rounds`. No company gets more than half of a claim (rounded up) while another has
 * claimable work left over; what then stays free is filled in the same order.
 */
export const claimPlan = (
  rows: readonly ClaimRow[],
  { now, size, kinds }: ClaimLimits,
): readonly string[] => {
  const running = countBy(
    rows.filter((row) => isRunning(row, now)),
    companyAndKind,
  );
  const due = rows
    .filter((row) => row.runAt <= now && !isRunning(row, now) && kinds.has(row.kind))
    .toSorted(inOrder);
  const places = ranks(due, companyAndKind);
  const claimable = due.filter((row, index) => {
    const kind = kinds.get(row.kind);
    if (kind === undefined) return false;
    return (places[index] ?? 0) <= roomOf(kind, running.get(companyAndKind(row)) ?? 0);
  });
  const half = Math.ceil(size / 2);
  const shares = ranks(claimable, ({ company }) => company);
  const within = claimable.filter((_, index) => (shares[index] ?? 0) <= half);
  const beyond = claimable.filter((_, index) => (shares[index] ?? 0) > half);
  return [...within, ...beyond]
    .slice(0, Math.max(size, 0))
    .toSorted(inOrder)
    .map(({ id }) => id);
};
