import type { Fault, Result } from "@ennead/core/kernel";
import type { Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { RequestContext } from "./scope.ts";

/**
 * A dataset as one actor may see it: rows, columns, members and labels out of his sight are not in it in any form, so
 * whatever is counted over it tells of nothing else. Its `version` names the data, not his rights.
 */
export interface VisibleDataset {
  readonly definition: ObjectDefinition;
  readonly dataset: Dataset;
}

/** Typed columns of whole objects, kept in memory and brought up to date before each use. */
export interface Datasets {
  /** Refuses objects that do not exist or that the actor may not read: `kernel/not-found`. */
  readonly open: (
    context: RequestContext,
    object: string,
  ) => Promise<Result<VisibleDataset, Fault>>;
}
