import type { Clock, RandomBytes } from "@ennead/core/kernel";

import type { Strategy } from "../auth/auth.ts";
import type { KernelServices } from "../context.ts";
import type { TenantDb } from "../db/db.ts";
import type { RequestMetrics } from "../observe/request-metrics.ts";
import type { Route } from "../route.ts";
import type { Admission } from "./admission.ts";
import type { Cors } from "./cors.ts";
import type { Running } from "./running.ts";
import type { Convert } from "./versioning.ts";

/** What answering requests needs. */
export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly strategies: readonly Strategy[];
  readonly db: TenantDb;
  readonly services: KernelServices;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly convert: Convert;
  /** Milliseconds after which a request is given up, unless it is of class `bulk`. */
  readonly timeout: number;
  /** Told of every request, so that closing can wait for those that run. */
  readonly running: Running;
  readonly admission: Admission;
  readonly cors: Cors;
  readonly metrics: RequestMetrics;
  /** How many proxies of the host stand before it. */
  readonly trustedHops: number;
}
