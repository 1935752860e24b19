import type { Fault, Result } from "@ennead/core/kernel";
import type { Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { RequestContext } from "./scope.ts";

/** A dataset as one actor may see it. */
export interface VisibleDataset {
  readonly definition: ObjectDefinition;
  /** Columns he may read, over all rows of the object. `version` names the data, not his rights. */
  readonly dataset: Dataset;
  /** Rows he may read: positions in ascending order, or null for all. */
  readonly selection: Uint32Array | null;
}

/** Typed columns of whole objects, kept in memory and brought up to date before each use. */
export interface Datasets {
  /** Refuses objects that do not exist or that the actor may not read: `kernel/not-found`. */
  readonly open: (
    context: RequestContext,
    object: string,
  ) => Promise<Result<VisibleDataset, Fault>>;
}
