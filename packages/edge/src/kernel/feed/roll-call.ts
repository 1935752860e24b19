import type { Database } from "../db/db.ts";
import { raw, sql, type Statement } from "../db/sql.ts";
import type { Follow } from "./follow.ts";

const companiesAtOnce = 200;

/** Companies with a log, after a given one: one look into the key for each, however long the logs are. */
const companiesAfter = (last: string): Statement =>
  sql`with recursive company(id) as (
      select min(company_id) from audit_event where company_id > ${last}
      union all
      select (select min(company_id) from audit_event where company_id > company.id) from company
      where id is not null limit ${companiesAtOnce + 1})
    select id as company_id from company where id is not null limit ${companiesAtOnce}`;

const head = raw("(select max(seq) from audit_event where company_id = j.value)");

/** The cursors that companies lack, and a wake row for each company that is behind. */
const enrol = (companies: readonly string[], follows: readonly Follow[]): readonly Statement[] => {
  const all = JSON.stringify(companies);
  return [
    ...follows.map(
      ({ name, from }) =>
        sql`insert into feed_cursor(company_id, follower, seq)
          select j.value, ${name}, ${from === "head" ? head : raw("0")} from json_each(${all}) j where true
          on conflict(company_id, follower) do nothing`,
    ),
    sql`insert into feed_wake(company_id)
      select distinct j.value from json_each(${all}) j
      join feed_cursor c on c.company_id = j.value
        and c.follower in (select value from json_each(${JSON.stringify(follows.map(({ name }) => name))}))
      where c.seq < ${head}
      on conflict(company_id) do nothing`,
  ];
};

/**
 * Goes through all companies: gives each follower its cursor where it has none, and wakes companies that are behind. A
 * process that did not know of a follower may have taken away the wake row of a company that it had not reached.
 */
export const rollCall = async (database: Database, follows: readonly Follow[]): Promise<void> => {
  let last = "";
  for (;;) {
    const [found] = await database.read([companiesAfter(last)]);
    const companies = (found?.rows ?? []).map((row) => String(row["company_id"]));
    if (companies.length === 0) return;
    await database.write(enrol(companies, follows));
    if (companies.length < companiesAtOnce) return;
    last = companies.at(-1) ?? "";
  }
};
