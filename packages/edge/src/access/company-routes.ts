import { isTimeZone } from "@ennead/core/calendar";
import { err, fault, ok } from "@ennead/core/kernel";

import { checkVersion, defineRoute, versioned, type Route } from "../kernel/index.ts";
import { companyJson } from "./answers.ts";
import { changeAccess } from "./change-access.ts";
import type { States } from "./directory.ts";
import { manage, missing, since, stateOf, written } from "./handling.ts";
import { companyAnswer, companyPatch } from "./schemas.ts";
import { updateCompany } from "./writes.ts";

/** Routes of the company's own settings. */
export const companyRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.read-company",
    method: "GET",
    path: "/api/access/company",
    summary: "Settings of the company",
    permission: manage,
    response: companyAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const { company } = await stateOf(states, context);
      return company === null
        ? missing
        : ok(versioned(context, 200, company.version, companyJson(company)));
    },
  }),
  defineRoute({
    id: "access.update-company",
    method: "PATCH",
    path: "/api/access/company",
    summary: "Change settings of the company and the org-wide defaults of its objects",
    permission: manage,
    body: companyPatch,
    response: companyAnswer,
    faults: ["access/unknown-object", "access/bad-time-zone", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const { objects } = await stateOf(states, context);
      const changed = await changeAccess(context, (state) => {
        const before = state.company;
        if (before === null) return missing;
        const match = checkVersion(context, before.version);
        if (!match.ok) return match;
        const after = { ...before, ...body, version: before.version + 1 };
        const unknown = Object.keys(after.defaults).find((name) => !Object.hasOwn(objects, name));
        if (unknown !== undefined) {
          return err(
            fault("access/unknown-object", "There is no object of this name.", [
              "defaults",
              unknown,
            ]),
          );
        }
        if (!isTimeZone(after.timeZone)) {
          return err(fault("access/bad-time-zone", "A time zone is an IANA name.", ["timeZone"]));
        }
        const change = updateCompany(context, before, after);
        const now = written(before, after, change);
        return ok({
          changes: [change],
          after: state,
          answer: versioned(context, 200, now.version, companyJson(now)),
        });
      });
      if (changed.ok) context.services.ports.origins.changed();
      return changed;
    },
  }),
];
