import type { CompanyId } from "@ennead/core/kernel";
import type { Ennead } from "@ennead/edge";

import { companies, userOf, users } from "../data/access.ts";
import { sets } from "../data/sets.ts";

/** Makes the two companies with their permission sets and people; those that are there stay as they are. */
export const provision = async (ennead: Ennead): Promise<void> => {
  for (const { key, id, name, currency, locale, timeZone } of companies) {
    const members = users.filter(({ company }) => company === key);
    const done = await ennead.provision(id as CompanyId, {
      name,
      currency,
      locale,
      timeZone,
      // What somebody saves as a report, the company may open.
      defaults: { "pivot.report": "read" },
      sets: Object.values(sets),
      users: members.map((user) => ({
        id: user.id,
        name: user.name,
        email: user.email,
        ...(user.manager === null ? {} : { manager: userOf(user.manager).email }),
        sets: [sets[user.role].name],
      })),
    });
    if (!done.ok && done.error.some(({ code }) => code !== "access/company-exists")) {
      throw new Error(`${name} could not be set up: ${JSON.stringify(done.error)}`);
    }
  }
};
