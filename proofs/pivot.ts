// Random reports over random records, on the engine and on an evaluator that lists the records of every cell: the same
// orders, cells and totals.
import { compareMany } from "../packages/core/test/pivot/compare-many.ts";
import type { Proof } from "./support/proof.ts";

/** Reports between two lines of the log. */
const batch = 500;

export const prove: Proof = async ({ n = 10_000, seed = 1, log }) => {
  const failures: string[] = [];
  const layouts = new Map<string, number>();
  let [cells, done] = [0, 0];
  while (done < n && failures.length < 3) {
    // Every fifth batch has deep axes, too sparse for a table of all groups.
    const isDeep = (done / batch) % 5 === 4;
    const kind = isDeep ? { levels: 6, least: 4 } : { levels: 2 };
    const found = compareMany(Math.min(batch, n - done), seed + done, kind);
    done += found.reports;
    cells += found.cells;
    for (const [name, count] of found.layouts) layouts.set(name, (layouts.get(name) ?? 0) + count);
    if (found.failure !== undefined) failures.push(found.failure);
    log(`${done} reports, ${cells} cells, ${failures.length} failures`);
  }
  return {
    figures: {
      "random reports with the cells, totals and orders of listing all records": done,
      "cells compared": cells,
      layouts: [...layouts].map(([name, count]) => `${name} ${count}`).join(", "),
    },
    failures,
  };
};
