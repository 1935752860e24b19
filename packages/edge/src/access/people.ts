import {
  can,
  readableFields,
  scopeOf,
  scopeWhere,
  type RecordFacts,
  type Resource,
} from "@ennead/core/access";
import type { CompanyId } from "@ennead/core/kernel";

import type { RequestContext, Statement } from "../kernel/index.ts";

/** A user as what one may see or not. Nobody owns a colleague. */
const userFacts = (company: CompanyId, id?: string): RecordFacts => ({
  company,
  owner: null,
  ...(id === undefined ? {} : { id }),
});

const resource = (company: CompanyId, id?: string): Resource => ({
  object: "user",
  record: userFacts(company, id),
});

/** Whether the actor may see this user. */
export const seesUser = ({ model, principal, company }: RequestContext, id: string): boolean =>
  can(model, principal, "read", resource(company, id)).allow;

/** The users that the actor may see, as a condition on the table of users. */
export const userScope = ({ model, principal }: RequestContext): Statement => {
  const columns = { id: "id", owner: "null" };
  const { sql: text, params } = scopeWhere(scopeOf(model, principal, "user", "read"), columns);
  return { sql: text, args: params };
};

/** Whether the actor may read what people are called, of whomever. */
export const namesPeople = ({ model, principal, company }: RequestContext): boolean =>
  readableFields(model, principal, "user", userFacts(company)).has("name");
