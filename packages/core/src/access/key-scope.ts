import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import { actions, type Action } from "./actions.ts";

/**
 * What an API key may be used for at most, as a list of words. What no word names is refused:
 * - `read`: reading every object; `write`: reading, creating, updating and deleting in every object
 * - `<object>:<action>`: one of the seven actions on one object, `account:export`
 * - `system:<permission>`: a system permission, `system:access.manage`
 * - `credentials`: the owner's own keys and sessions
 */
export type KeyScopes = readonly string[];

/** The scope by which a key may look after its owner's keys and sessions. */
export const credentialsScope = "credentials";

const broad: Readonly<Record<string, ReadonlySet<Action>>> = {
  read: new Set(["read"]),
  write: new Set(["read", "create", "update", "delete"]),
};

const broadOf = (scope: string): ReadonlySet<Action> | undefined =>
  Object.hasOwn(broad, scope) ? broad[scope] : undefined;

/** One word taken apart. */
export type ParsedScope =
  | { readonly kind: "broad"; readonly actions: ReadonlySet<Action> }
  | { readonly kind: "object"; readonly object: string; readonly action: Action }
  | { readonly kind: "system"; readonly permission: string }
  | { readonly kind: "credentials" };

/** Takes a word apart; null for one that names nothing. */
export const parseScope = (scope: string): ParsedScope | null => {
  const wide = broadOf(scope);
  if (wide !== undefined) return { kind: "broad", actions: wide };
  if (scope === credentialsScope) return { kind: "credentials" };
  const at = scope.lastIndexOf(":");
  if (at < 1) return null;
  const [object, word] = [scope.slice(0, at), scope.slice(at + 1)];
  if (object === "system") return word === "" ? null : { kind: "system", permission: word };
  const action = actions.find((one) => one === word);
  return action === undefined ? null : { kind: "object", object, action };
};

/** Whether the scopes let an action on an object through. */
export const coversAction = (scopes: KeyScopes, object: string, action: Action): boolean =>
  scopes.includes(`${object}:${action}`) ||
  scopes.some((scope) => broadOf(scope)?.has(action) === true);

/** Whether everything that a scope lets through, these let through as well. */
export const coversScope = (scopes: KeyScopes, scope: string): boolean => {
  if (scopes.includes(scope)) return true;
  const parsed = parseScope(scope);
  if (parsed?.kind === "object") return coversAction(scopes, parsed.object, parsed.action);
  return scope === "read" && scopes.includes("write");
};

/**
 * Whether every scope names something that exists: `access/unknown-scope`, `access/unknown-object`,
 * `access/unknown-permission`, each with its place in the list.
 */
export const checkScopes = (
  scopes: KeyScopes,
  objects: { readonly has: (name: string) => boolean },
  permissions: ReadonlySet<string>,
): Result<void, Fault[]> => {
  const faults = scopes.flatMap((scope, index): Fault[] => {
    const parsed = parseScope(scope);
    const path = ["scopes", index];
    if (parsed === null) {
      const like = "read, write, credentials, account:update or system:access.manage";
      return [fault("access/unknown-scope", `A scope is a word like ${like}.`, path)];
    }
    if (parsed.kind === "object" && !objects.has(parsed.object)) {
      return [fault("access/unknown-object", "There is no object of this name.", path)];
    }
    if (parsed.kind === "system" && !permissions.has(parsed.permission)) {
      return [
        fault("access/unknown-permission", "There is no system permission of this name.", path),
      ];
    }
    return [];
  });
  return faults.length === 0 ? ok(undefined) : err(faults);
};
