import type { Fault } from "@ennead/core/kernel";

import type { Exchange } from "./exchange.ts";
import type { Outgoing } from "./outgoing.ts";
import { problemOf } from "./problem.ts";

/** The problem+json of a refusal. The first fault decides the status. */
export const refusal = (faults: readonly Fault[], { url, requestId }: Exchange): Outgoing => {
  const { status, body } = problemOf(faults, url.pathname, requestId);
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 503 || status === 429) headers["retry-after"] = "1";
  return { status, headers, body: JSON.stringify(body) };
};
