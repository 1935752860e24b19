import type { AccessObject, RequestContext, Route } from "../kernel/index.ts";
import { companyRoutes } from "./company-routes.ts";
import { defaultRoutes, type Labels } from "./default-routes.ts";
import { noted } from "./denials.ts";
import { denyRoutes } from "./deny-routes.ts";
import type { States } from "./directory.ts";
import { embedRoutes } from "./embed-routes.ts";
import { explainRoutes } from "./explain-routes.ts";
import { groupRoutes } from "./group-routes.ts";
import { stateOf } from "./handling.ts";
import { impersonationRoutes } from "./impersonation-routes.ts";
import { insightRoutes } from "./insight-routes.ts";
import { keyRoutes } from "./key-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { setRoutes } from "./set-routes.ts";
import { shareRoutes } from "./share-routes.ts";
import { userRoutes } from "./user-routes.ts";
import { vocabularyRoutes } from "./vocabulary-routes.ts";

/** What objects are called: records by their definitions, the others as their rooms say. */
const labelsOf = async (
  { scope, services }: RequestContext,
  others: readonly AccessObject[],
): Promise<ReadonlyMap<string, string>> => {
  const definitions = await services.ports.records.objects(scope);
  return new Map(
    [...others, ...definitions.values()].map(({ name, label }) => [name, label] as const),
  );
};

/** All routes of the room. `permissions` names every system permission that there is, `others` the objects of rooms. */
export const accessRoutes = (
  states: States,
  permissions: () => ReadonlySet<string>,
  others: () => readonly AccessObject[],
): readonly Route[] => {
  const labels: Labels = (context) => labelsOf(context, others());
  return [
    ...userRoutes(states),
    ...setRoutes(states, async (context) => ({
      objects: (await stateOf(states, context)).objects,
      permissions: permissions(),
    })),
    ...vocabularyRoutes(states, permissions, others),
    ...groupRoutes(states),
    ...denyRoutes(states),
    ...defaultRoutes(states, labels, () =>
      Object.fromEntries(others().map(({ name, defaultAccess }) => [name, defaultAccess])),
    ),
    ...shareRoutes(states),
    ...explainRoutes(states, labels),
    ...insightRoutes(states, permissions),
    ...impersonationRoutes(states),
    ...embedRoutes(states),
    ...companyRoutes(states),
    ...keyRoutes(permissions),
    ...sessionRoutes(),
  ].map(noted);
};
