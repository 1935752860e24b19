import { lazily } from "./measure-plan.ts";
import { blocksOf, scanDense } from "./scan-dense.ts";
import { scanHashed } from "./scan-hashed.ts";
import { countDistinct, readHolistic } from "./scan-holistic.ts";
import type { Cells, ScanPlan } from "./scan.ts";
import { leafCellsOf } from "./sorted-rows.ts";

/** Most slots of a table: 128 MB. */
const mostSlots = 2 ** 24;

/** How the groups of a scan are kept, and why. */
export interface Layout {
  readonly layout: Cells["layout"];
  readonly why: string;
}

/**
 * Chooses the layout: a table of all groups that could be, as long as it is not much larger than the data (a look-up costs
 * one addition, empty groups cost memory and folding), else a hash of the groups there are.
 */
export const layoutOf = (plan: ScanPlan): Layout => {
  const { rows, slots } = plan;
  const { groups } = blocksOf(plan);
  const most = Math.max(4 * rows, 2 ** 16);
  if (groups > most) {
    const why = `${groups} groups could be, more than ${most} (4 for each record, at least 65536).`;
    return { layout: "hashed", why };
  }
  if (groups * slots.length > mostSlots) {
    const why = `A table of ${groups} groups of ${slots.length} slots is larger than ${mostSlots} slots.`;
    return { layout: "hashed", why };
  }
  return { layout: "dense", why: `${groups} groups could be, at most ${most}.` };
};

/** One pass over the rows, then all totals by folding up both trees; undefined for too many cells. */
export const runScan = (plan: ScanPlan): Cells | undefined => {
  const isDense = layoutOf(plan).layout === "dense";
  const cells = isDense ? scanDense(plan, blocksOf(plan)) : scanHashed(plan);
  if (cells === undefined) return undefined;
  const leaves = lazily(() => leafCellsOf(plan, cells));
  return {
    ...cells,
    distinct: plan.distinct.map(
      (lane, at) => cells.distinct[at] ?? countDistinct(lane, cells, leaves()),
    ),
    holistic: plan.holistic.map((lane) => readHolistic(lane, cells, leaves())),
  };
};
