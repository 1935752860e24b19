import type { Catalogue, ObjectDefinition } from "@ennead/core/record";

import {
  logPlace,
  sql,
  type Derivation,
  type Difference,
  type Rows,
  type Statement,
  type TenantScope,
} from "../../kernel/index.ts";
import { readAfter, storedRecord } from "../store.ts";
import { followerName, indexKind, refillSearch } from "./index-jobs.ts";
import { codeOf, wordsOfRecord } from "./places.ts";
import { ownerWord } from "./question.ts";
import { indexStatements } from "./write-index.ts";

const atOnce = 200;

/** Words of each column that are looked for; a record with more of them is told by these. */
const mostWords = 8;

/**
 * The place in the log up to which the index must be right: what comes later waits for the feed, or for a job that it
 * was given to. Nothing must be while the index is being filled.
 */
const settled = (company: string): Statement =>
  sql`select case
      when exists (select 1 from job where company_id = ${company} and kind = ${refillSearch.kind}
        and state = 0) then -1
      else min(coalesce((select seq from feed_cursor where company_id = ${company}
          and follower = ${followerName}), 0),
        coalesce((select min(payload ->> 'after') from job where company_id = ${company}
          and kind = ${indexKind} and state = 0), 9e15)) end as seq`;

/** The place in the log of the last change of a record, as SQL. */
const lastChange = (company: string, object: Statement, id: Statement): Statement =>
  sql`coalesce((select e.seq from audit_event e where e.company_id = ${company} and e.entity = ${object}
    and e.entity_id = ${id} and e.version is not null order by e.version desc limit 1), 0)`;

const seenIn = (rows: Rows | undefined): number => Number(rows?.rows[0]?.["seen"] ?? 0);

/** What finds a record by its own words; empty for one without any. */
const selfMatch = (
  definition: ObjectDefinition,
  code: string,
  record: ReturnType<typeof storedRecord>,
): string =>
  [
    ...(record.ownerId === null ? [] : [`owner : "${ownerWord(code, record.ownerId)}"`]),
    ...wordsOfRecord(definition, record).flatMap((words, column) =>
      words.slice(0, mostWords).map((word) => `f${column} : "${code}${word}"`),
    ),
  ].join(" AND ");

/** Records that the index does not hold as they are. */
async function* missingRecords(
  scope: TenantScope,
  definition: ObjectDefinition,
): AsyncGenerator<Difference> {
  const { company } = scope;
  const object = definition.name;
  const code = await codeOf(company, definition);
  let last = "";
  for (;;) {
    const [place, upTo, found] = await scope.read(
      logPlace(scope),
      settled(company),
      readAfter(scope, object, last, atOnce),
    );
    const records = (found?.rows ?? []).map(storedRecord);
    if (records.length === 0) return;
    const sought = records.map((record) => [
      record.id,
      record.version,
      selfMatch(definition, code, record),
    ]);
    const [absent] = await scope.read(
      sql`with j as materialized (select value ->> 0 as id, value ->> 1 as version,
          value ->> 2 as sought from json_each(${JSON.stringify(sought)}))
        select j.id from j where ${lastChange(company, sql`${object}`, sql`j.id`)}
            <= ${Number(upTo?.rows[0]?.["seq"] ?? 0)}
          and not exists (select 1 from record_indexed i
          join record_search_docsize d on d.id = i.rid
          where i.company_id = ${company} and i.object = ${object} and i.root_id = j.id
            and i.version = j.version and i.code = ${code} and (j.sought = '' or exists (
              select 1 from record_search where record_search match j.sought and rowid = i.rid)))`,
    );
    const lacking = new Set(absent?.rows.map((row) => String(row["id"])));
    if (lacking.size > 0) {
      const some = records.filter(({ id }) => lacking.has(id));
      yield {
        seen: seenIn(place),
        missing: some.length,
        extra: 0,
        statements: await indexStatements(company, definition, [], some),
      };
    }
    last = records.at(-1)?.id ?? "";
  }
}

/** What the index holds of records that are not there. */
async function* strayRecords(scope: TenantScope): AsyncGenerator<Difference> {
  const { company } = scope;
  let last = 0;
  for (;;) {
    const stray: Statement = sql`i.company_id = ${company} and i.rid > ${last} and not exists
      (select 1 from record r where r.company_id = i.company_id and r.object = i.object
        and r.id = i.root_id)
      and ${lastChange(company, sql`i.object`, sql`i.root_id`)} <= (${settled(company)})`;
    const [place, found] = await scope.read(
      logPlace(scope),
      sql`select i.rid from record_indexed i where ${stray} order by i.rid limit ${atOnce}`,
    );
    const rids = (found?.rows ?? []).map((row) => Number(row["rid"]));
    if (rids.length === 0) return;
    const these = sql`(select value from json_each(${JSON.stringify(rids)}))`;
    yield {
      seen: seenIn(place),
      missing: 0,
      extra: rids.length,
      statements: [
        sql`delete from record_search where rowid in ${these}`,
        sql`delete from record_indexed where company_id = ${company} and rid in ${these}`,
      ],
    };
    last = rids.at(-1) ?? 0;
  }
}

/** How the full-text index follows from the records. What waits for its job is not told as missing. */
export const searchIndex = (objects: Catalogue): Derivation => ({
  table: "record_indexed",
  differences: async function* differences(scope) {
    yield* strayRecords(scope);
    for (const definition of objects.values()) yield* missingRecords(scope, definition);
  },
});
