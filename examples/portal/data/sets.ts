import { actions, type ObjectRight, type SetDefinition } from "@ennead/core/access";

import type { Role } from "./access.ts";

const everything: readonly ObjectRight[] = [...actions, "viewAll", "modifyAll"];
const lookAtAll: readonly ObjectRight[] = ["read", "export", "viewAll"];
const own: readonly ObjectRight[] = ["create", "read", "update", "export"];
const workOnAll: readonly ObjectRight[] = [...own, "delete", "share", "viewAll"];

/** Everybody knows the colleagues, builds reports, and opens what the company has saved. */
const common = { user: lookAtAll, "pivot.report": own };

/** Reports as files, and reports that are mailed. */
const mailing = ["pivot.export", "pivot.schedule"] as const;

const role = (
  name: string,
  objects: SetDefinition["objects"],
  more: Partial<Pick<SetDefinition, "fields" | "system">> = {},
): SetDefinition => ({ name, role: true, objects, fields: {}, system: [], ...more });

/** The permission sets of both companies, one for each role. A set's name is what people call the role. */
export const sets: Readonly<Record<Role, SetDefinition>> = {
  administrator: role(
    "Administrator",
    {
      account: everything,
      contact: everything,
      lead: everything,
      opportunity: everything,
      product: everything,
      deal: everything,
      ...common,
      "pivot.report": everything,
    },
    { system: ["access.manage", "access.impersonate", "kernel.jobs", ...mailing] },
  ),
  "sales-director": role(
    "Sales director",
    {
      account: everything,
      contact: everything,
      lead: everything,
      opportunity: everything,
      product: lookAtAll,
      deal: lookAtAll,
      ...common,
    },
    { system: mailing },
  ),
  "sales-manager": role(
    "Sales manager",
    {
      account: workOnAll,
      contact: workOnAll,
      lead: workOnAll,
      opportunity: workOnAll,
      product: lookAtAll,
      deal: lookAtAll,
      ...common,
    },
    { system: mailing },
  ),
  "sales-rep": role("Sales representative", {
    account: own,
    contact: own,
    lead: own,
    opportunity: own,
    product: lookAtAll,
    ...common,
  }),
  analyst: role(
    "Analyst, read only",
    {
      account: lookAtAll,
      contact: lookAtAll,
      lead: lookAtAll,
      opportunity: lookAtAll,
      product: lookAtAll,
      deal: lookAtAll,
      ...common,
    },
    // Figures need no names: how to reach people stays hidden.
    {
      fields: { contact: { email: "none", phone: "none", mobile: "none", birthdate: "none" } },
      system: ["pivot.export"],
    },
  ),
  marketing: role("Marketing", {
    account: lookAtAll,
    contact: everything,
    lead: everything,
    product: lookAtAll,
    ...common,
  }),
  support: role("Support", {
    account: lookAtAll,
    contact: [...lookAtAll, "update"],
    product: lookAtAll,
    ...common,
  }),
};
