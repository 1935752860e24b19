import type { Clock, CompanyId } from "@ennead/core/kernel";

import type { ReportLimits } from "./limits.ts";
import type { ResultCache } from "./result-cache.ts";
import type { SlowSpecs } from "./slow-specs.ts";

/** What every computation of the room shares. */
export interface Reporting {
  readonly cache: ResultCache;
  readonly limits: (company: CompanyId) => ReportLimits;
  /** What took too long lately. */
  readonly slow: SlowSpecs;
  /** Measures how long a computation takes. */
  readonly clock: Clock;
}
