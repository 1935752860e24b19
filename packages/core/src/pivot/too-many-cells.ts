import { err, fault, type Result } from "../kernel/index.ts";

/** The refusal of a report that is larger than it may be. */
export const tooManyCells = (limit: number): Result<never> =>
  err(
    fault(
      "pivot/too-many-cells",
      `The report has more than ${limit} values; narrow it by a filter or coarser groups.`,
      ["limits", "cells"],
      { limit },
    ),
  );
