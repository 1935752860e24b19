import { withinScopes } from "@ennead/core/access";
import { err, fault, ok, type Result } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";

/**
 * The context of a request that goes on for long, with the rights that its actor has by now. `elapsed` are the
 * milliseconds since it began: what ends meanwhile, a share or acting as somebody else, has ended for it too.
 */
export const presentRights = async (
  context: RequestContext,
  elapsed: number,
): Promise<Result<RequestContext>> => {
  const { principal, scope, services, now } = context;
  const { actor, scopes } = principal;
  const authority = await services.ports.directory.authorize(scope, actor, now);
  if (authority === null) {
    return err(fault("kernel/unauthenticated", "The credential names no active user."));
  }
  const { model, label, stamp } = authority;
  return ok({
    ...context,
    get signal() {
      return context.signal;
    },
    principal: { ...principal, stamp, now: now + Math.max(0, Math.floor(elapsed)) },
    model: scopes === undefined ? model : withinScopes(model, actor, scopes),
    actorLabel: label,
  });
};
