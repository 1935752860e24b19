import { err, fault, isObject, type Fault, type JsonObject } from "@ennead/core/kernel";

import { noteDenial, type Denial, type RequestContext, type Route } from "../kernel/index.ts";

/** What is refused because of who asks, or because it would break the company's administration: no slip of the pen. */
const denials: ReadonlySet<string> = new Set([
  "access/forbidden",
  "access/self-grant",
  "access/last-admin",
  "access/grant-exceeds-own",
  "access/unknown-principal",
  "access/foreign-principal",
  "access/share-level",
  "access/impersonation-refused",
  "access/cycle",
  "access/expiry-in-past",
  "access/expiry-too-late",
]);

/** The entity whose routes lie beneath a path, as the log names it. */
const entities: readonly (readonly [path: string, entity: string])[] = [
  ["/api/access/users", "access.user"],
  ["/api/access/permission-sets", "access.permission-set"],
  ["/api/access/company", "access.company"],
  ["/api/access/api-keys", "access.api-key"],
  ["/api/access/sessions", "access.session"],
  ["/api/access/groups", "access.group"],
  ["/api/access/denies", "access.deny"],
  ["/api/access/impersonation", "access.impersonation"],
];

/** What was refused: who tried is its actor, what he tried its route. One who tried to make something is named himself. */
const denialOf = (
  { principal }: RequestContext,
  { path }: Route,
  { id, object, record }: JsonObject,
  codes: readonly string[],
): Denial => {
  if (typeof object === "string" && typeof record === "string") {
    return { action: "access.share.deny", entity: object, entityId: record, codes };
  }
  const [, named] = entities.find(([begin]) => path.startsWith(begin)) ?? [];
  const entity = typeof id === "string" && named !== undefined ? named : "access.user";
  return {
    action: `${entity}.deny`,
    entity,
    entityId: typeof id === "string" ? id : principal.actor,
    codes,
  };
};

/** What may be done to access while one acts as somebody else: to stop. */
const endsIt = "access.end-impersonation";

/** Credentials, rights and shares are one's own to change, never another's. */
const personal = err(
  fault("access/impersonation-refused", "Not while you act as somebody else.", undefined, {
    condition: "personal",
  }),
);

/** The route, whose refusals of what somebody may not do stand in the audit log with the outcome `denied`. */
export const noted = (route: Route): Route =>
  route.method === "GET"
    ? route
    : {
        ...route,
        handler: async (context, input) => {
          const answer =
            context.principal.impersonation === undefined || route.id === endsIt
              ? await route.handler(context, input)
              : personal;
          if (answer.ok) return answer;
          const faults = [answer.error].flat() as readonly Fault[];
          const codes = [...new Set(faults.map(({ code }) => code))].filter((code) =>
            denials.has(code),
          );
          if (codes.length > 0) {
            const params: unknown = input.params;
            const named = isObject(params) ? (params as JsonObject) : {};
            await noteDenial(context, denialOf(context, route, named, codes));
          }
          return answer;
        },
      };
