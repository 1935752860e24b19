import { ok, type Result } from "@ennead/core/kernel";

import type { SignedIn } from "../auth/sign-in.ts";
import type { KernelServices, RequestContext } from "../context.ts";
import type { Route } from "../route.ts";
import { versionsAsked } from "./etag.ts";
import type { Exchange } from "./exchange.ts";
import type { Lifetime } from "./lifetime.ts";
import { currentVersion } from "./versioning.ts";

/** What a handler is given: who asks, and all time and randomness of the request. */
export const contextOf = (
  route: Route,
  { request, requestId, now, random }: Exchange,
  life: Lifetime,
  { scope, principal, model, label }: SignedIn,
  services: KernelServices,
): Result<RequestContext> => {
  const asked = route.method === "GET" ? null : request.headers.get("if-match");
  const ifMatch = versionsAsked(asked ?? undefined);
  if (!ifMatch.ok) return ifMatch;
  return ok({
    scope,
    company: principal.company,
    principal,
    actorLabel: label,
    model,
    now,
    random,
    requestId,
    get signal() {
      return life.signal;
    },
    route: route.id,
    apiVersion: currentVersion,
    ...(ifMatch.value === undefined ? {} : { ifMatch: ifMatch.value }),
    services,
  });
};
