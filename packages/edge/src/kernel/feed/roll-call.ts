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

/** All companies, in portions. */
async function* companiesOf(database: Database): AsyncGenerator<string> {
  for (let last = ""; ;) {
    const [found] = await database.read([companiesAfter(last)]);
    const companies = (found?.rows ?? []).map((row) => String(row["company_id"]));
    if (companies.length > 0) yield JSON.stringify(companies);
    if (companies.length < companiesAtOnce) return;
    last = companies.at(-1) ?? "";
  }
}

const head = raw("(select max(seq) from audit_event where company_id = j.value)");

// A row of no company says that a follower has been introduced to all companies that were there before it.
const isIntroduced = (name: string): Statement =>
  sql`exists(select 1 from feed_cursor where company_id = '' and follower = ${name})`;

/**
 * Gives followers that this database does not know yet their places in the logs that are there: the beginning or the
 * head. To be awaited before a follower's first change. Companies made later have no place yet, and so the beginning.
 */
export const introduceFollowers = async (
  database: Database,
  follows: readonly Follow[],
): Promise<void> => {
  const known = await database.read(
    follows.map(({ name }) => sql`select ${isIntroduced(name)} as known`),
  );
  const fresh = follows.filter((_, at) => known[at]?.rows[0]?.["known"] !== 1);
  if (fresh.length === 0) return;
  for await (const companies of companiesOf(database)) {
    await database.write(
      fresh.map(
        ({ name, from }) =>
          sql`insert into feed_cursor(company_id, follower, seq)
            select j.value, ${name}, ${from === "head" ? head : raw("0")}
            from json_each(${companies}) j where not ${isIntroduced(name)}
            on conflict(company_id, follower) do nothing`,
      ),
    );
  }
  await database.write(
    fresh.map(
      ({ name }) =>
        sql`insert into feed_cursor(company_id, follower, seq) values ('', ${name}, 0)
          on conflict(company_id, follower) do nothing`,
    ),
  );
};

/**
 * Wakes every company that some follower is behind in. A process that did not know of a follower may have taken away
 * the wake row of a company that it had not reached.
 */
export const rollCall = async (database: Database, follows: readonly Follow[]): Promise<void> => {
  const names = JSON.stringify(follows.map(({ name }) => name));
  for await (const companies of companiesOf(database)) {
    await database.write([
      sql`insert into feed_wake(company_id)
        select j.value from json_each(${companies}) j where exists (
          select 1 from json_each(${names}) f where coalesce((select c.seq from feed_cursor c
            where c.company_id = j.value and c.follower = f.value), 0) < ${head})
        on conflict(company_id) do nothing`,
    ]);
  }
};
