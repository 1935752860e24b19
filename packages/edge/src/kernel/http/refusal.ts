import { isObject, type Fault } from "@ennead/core/kernel";

import { retryAfter } from "../limits/limit-headers.ts";
import type { Exchange } from "./exchange.ts";
import type { Outgoing } from "./outgoing.ts";
import { problemOf } from "./problem.ts";

/** How long to wait after a refusal that says nothing of it, in milliseconds. */
const shortly = 1000;

const waitOf = (fault: Fault | undefined): number => {
  const told = isObject(fault?.detail) ? fault.detail["retryAfterMs"] : undefined;
  return typeof told === "number" ? told : shortly;
};

/** The problem+json of a refusal. The first fault decides the status. */
export const refusal = (
  faults: readonly Fault[],
  { url, requestId, random }: Pick<Exchange, "url" | "requestId" | "random">,
): Outgoing => {
  const { status, body } = problemOf(faults, url.pathname, requestId);
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 503 || status === 429) {
    headers["retry-after"] = retryAfter(waitOf(faults[0]), random);
  }
  return { status, headers, body: JSON.stringify(body) };
};
