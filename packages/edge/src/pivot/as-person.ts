import { withinScopes, type KeyScopes } from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";

/**
 * The context of a job with the rights that a person has now, and no more than the scopes of the credential by which he
 * asked for it; null for one who is gone.
 */
export const asPerson = async (
  context: RequestContext,
  person: UserId,
  scopes: KeyScopes | null = null,
): Promise<RequestContext | null> => {
  const { company, now, scope, services } = context;
  const authority = await services.ports.directory.authorize(scope, person, now);
  if (authority === null) return null;
  const { model, label, stamp } = authority;
  return {
    ...context,
    principal: {
      company,
      actor: person,
      kind: "job",
      stamp,
      now,
      ...(scopes === null ? {} : { scopes }),
    },
    model: scopes === null ? model : withinScopes(model, person, scopes),
    actorLabel: label,
  };
};
