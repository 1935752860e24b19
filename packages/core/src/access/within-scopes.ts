import type { UserId } from "../kernel/index.ts";
import { actionBit, actions } from "./actions.ts";
import { coversAction, type KeyScopes } from "./key-scope.ts";
import type { AccessModel, UserGrant } from "./model.ts";

const bitsOf = (scopes: KeyScopes, object: string): number => {
  let bits = 0;
  for (const action of actions) if (coversAction(scopes, object, action)) bits |= actionBit[action];
  return bits;
};

const narrowed = (grant: UserGrant, scopes: KeyScopes): UserGrant => ({
  ...grant,
  system: new Set([...grant.system].filter((name) => scopes.includes(`system:${name}`))),
  objects: new Map(
    [...grant.objects].map(([object, held]) => [object, { ...held, only: bitsOf(scopes, object) }]),
  ),
});

const known = new WeakMap<AccessModel, Map<string, AccessModel>>();

/** How many narrowed models of one model are kept. */
const mostKept = 64;

/**
 * The model in which the user may do what he may do and the scopes let through, and nothing else. It is a model like any
 * other, so `can`, `permits`, `scopeOf`, `fieldLevels` and `rightsOf` all keep to it. The same arguments give the same
 * model while it is kept.
 */
export const withinScopes = (model: AccessModel, user: UserId, scopes: KeyScopes): AccessModel => {
  const grant = model.users.get(user);
  if (grant === undefined) return model;
  const kept = known.get(model) ?? new Map<string, AccessModel>();
  known.set(model, kept);
  const key = JSON.stringify([user, scopes]);
  const before = kept.get(key);
  if (before !== undefined) return before;
  const made = { ...model, users: new Map(model.users).set(user, narrowed(grant, scopes)) };
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
};
