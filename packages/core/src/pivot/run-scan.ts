import { blocksOf, scanDense } from "./scan-dense.ts";
import { scanHashed } from "./scan-hashed.ts";
import { scanHolistic } from "./scan-holistic.ts";
import type { Cells, ScanPlan } from "./scan.ts";

/** Whether a table of all groups is worth its memory: it beats a hash while it is not much larger than the data. */
export const fitsTable = (groups: number, { rows, slots }: ScanPlan): boolean =>
  groups <= Math.max(4 * rows, 2 ** 16) && groups * slots.length <= 2 ** 24;

/** One pass over the rows, then all totals by folding up both trees; undefined for too many cells. */
export const runScan = (plan: ScanPlan): Cells | undefined => {
  const blocks = blocksOf(plan);
  const cells = fitsTable(blocks.groups, plan) ? scanDense(plan, blocks) : scanHashed(plan);
  if (cells === undefined || plan.holistic.length === 0) return cells;
  return { ...cells, holistic: scanHolistic(plan, cells) };
};
