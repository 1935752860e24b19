import { err, fault, ok } from "@ennead/core/kernel";

import {
  checkVersion,
  defineRoute,
  versioned,
  type RequestContext,
  type Route,
} from "../kernel/index.ts";
import { changeAccess } from "./change-access.ts";
import type { State, States } from "./directory.ts";
import { manage, missing, since, stateOf, written } from "./handling.ts";
import { defaultAnswer, defaultBody, defaultsAnswer, objectParams } from "./sharing-schemas.ts";
import type { Defaults } from "./snapshot.ts";
import { updateCompany } from "./writes.ts";

/** What objects are called by people, by name. */
export type Labels = (context: RequestContext) => Promise<ReadonlyMap<string, string>>;

const defaultJson = (
  state: State,
  defaults: Defaults,
  beginning: Defaults,
  labels: ReadonlyMap<string, string>,
  object: string,
) => {
  const own = Object.hasOwn(defaults, object) ? (defaults[object] ?? null) : null;
  return {
    object,
    label: labels.get(object) ?? object,
    access: own ?? beginning[object] ?? state.objects[object]?.default ?? "none",
    own,
  };
};

/**
 * Routes of org-wide defaults: what everybody with the right to an object may do with its records that nobody shared with
 * him. `beginning` is what each object begins with.
 */
export const defaultRoutes = (
  states: States,
  labels: Labels,
  beginning: () => Defaults,
): readonly Route[] => [
  defineRoute({
    id: "access.list-defaults",
    method: "GET",
    path: "/api/access/defaults",
    summary: "Org-wide defaults of all objects",
    permission: manage,
    response: defaultsAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const [state, names] = await Promise.all([stateOf(states, context), labels(context)]);
      const defaults = state.company?.defaults ?? {};
      const items = Object.keys(state.objects)
        .toSorted()
        .map((object) => defaultJson(state, defaults, beginning(), names, object));
      return ok({ status: 200, body: { items } });
    },
  }),
  defineRoute({
    id: "access.set-default",
    method: "PUT",
    path: "/api/access/defaults/{object}",
    summary: "Say what everybody may do with the records of an object",
    permission: manage,
    params: objectParams,
    body: defaultBody,
    response: defaultAnswer,
    faults: ["kernel/precondition-failed"],
    limits: "json",
    since,
    handler: async (context, { params: { object }, body }) => {
      const [known, names] = await Promise.all([stateOf(states, context), labels(context)]);
      if (!Object.hasOwn(known.objects, object)) {
        return err(fault("kernel/not-found", "There is no object of this name."));
      }
      return changeAccess(context, (state) => {
        const before = state.company;
        if (before === null) return missing;
        const match = checkVersion(context, before.version);
        if (!match.ok) return match;
        const { [object]: _, ...others } = before.defaults;
        const defaults =
          body.access === null ? others : { ...before.defaults, [object]: body.access };
        const wanted = { ...before, defaults, version: before.version + 1 };
        const change = updateCompany(context, before, wanted);
        const after = written(before, wanted, change);
        return ok({
          changes: [change],
          after: state,
          answer: versioned(
            context,
            200,
            after.version,
            defaultJson(known, after.defaults, beginning(), names, object),
          ),
        });
      });
    },
  }),
];
