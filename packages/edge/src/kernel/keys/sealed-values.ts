import type { RequestContext } from "../context.ts";
import type { TenantScope } from "../db/scope.ts";

/** How many values one key has sealed in one place. */
export interface SealedCount {
  /** `record.visit.pin`, `job.payload`. */
  readonly place: string;
  /** Id of the key. */
  readonly key: string;
  readonly values: number;
}

/** Values of a room that lie sealed in the database. */
export interface SealedValues {
  /** Counted in portions, while the company goes on working. */
  readonly count: (scope: TenantScope) => Promise<readonly SealedCount[]>;
  /** Seals anew, with the newest key, what older keys sealed. What does not open is left. */
  readonly reseal: (context: RequestContext) => Promise<void>;
}

/** Adds up the counts of each place and key. In order of both. */
export const addCounts = (counts: readonly SealedCount[]): readonly SealedCount[] => {
  const sums = new Map<string, SealedCount>();
  for (const one of counts) {
    const name = `${one.place}\n${one.key}`;
    sums.set(name, { ...one, values: one.values + (sums.get(name)?.values ?? 0) });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
};
