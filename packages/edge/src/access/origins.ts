import type { CompanyId } from "@ennead/core/kernel";

import { sql, type OriginsPort, type Ports, type TenantDb } from "../kernel/index.ts";
import type { States } from "./directory.ts";

/** How long the origins of all companies are believed, in milliseconds; a change here is seen at once. */
const believed = 60_000;

/** How long an origin that no company lists is not looked for again: strangers may name as many as they like. */
const unlisted = 5000;

/** How many origins of all companies, and how many companies' own, are kept. */
const mostOrigins = 50_000;
const mostCompanies = 1000;

const readAll = async (db: TenantDb): Promise<ReadonlySet<string>> => {
  const all = new Set<string>();
  for await (const database of db.all()) {
    const [found] = await database.read([
      sql`select distinct value as origin from company, json_each(company.origins)
        where company.origins <> '[]' limit ${mostOrigins}`,
    ]);
    for (const row of found?.rows ?? []) all.add(String(row["origin"]));
  }
  return all;
};

/** Keeps a company's origins by its permission stamp, and those of all companies for a minute. */
export const origins = (states: States, ports: () => Ports): OriginsPort => {
  const own = new Map<CompanyId, { readonly stamp: number; readonly list: readonly string[] }>();
  let known: { readonly at: number; readonly all: ReadonlySet<string> } | undefined;
  let reading: Promise<ReadonlySet<string>> | undefined;
  return {
    of: async (scope, stamp) => {
      const before = own.get(scope.company);
      if (before?.stamp === stamp) return before.list;
      const state = await states.of(scope, ports());
      const list = state.company?.origins ?? [];
      own.delete(scope.company);
      own.set(scope.company, { stamp: state.stamp, list });
      const [oldest] = own.keys();
      if (own.size > mostCompanies && oldest !== undefined) own.delete(oldest);
      return list;
    },
    isListed: async (db, origin, now) => {
      const age = known === undefined ? Infinity : Math.abs(now - known.at);
      const all = known?.all;
      if (all?.has(origin) === true && age < believed) return true;
      if (age < unlisted) return false;
      reading ??= readAll(db).finally(() => {
        reading = undefined;
      });
      const fresh = await reading;
      known = { at: now, all: fresh };
      return fresh.has(origin);
    },
    changed: () => {
      known = undefined;
    },
  };
};
