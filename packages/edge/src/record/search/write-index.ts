import type { ObjectDefinition } from "@ennead/core/record";

import { raw, sql, type Statement, type StoredRecord } from "../../kernel/index.ts";
import { codeOf, columnCount, wordsOfRecord } from "./places.ts";
import { ownerWord } from "./question.ts";

const columns = Array.from({ length: columnCount }, (_, at) => `f${at}`);

const columnNames = raw(columns.join(", "));

const cells = raw(columns.map((_, at) => `coalesce(j.value ->> ${at + 3}, '')`).join(", "));

/** A record as it stands in the index: id, version, owner, then the words of each column. */
const rowOf = (
  definition: ObjectDefinition,
  code: string,
  record: StoredRecord,
): readonly unknown[] => [
  record.id,
  record.version,
  record.ownerId === null ? "" : ownerWord(code, record.ownerId),
  ...wordsOfRecord(definition, record).map((words) => words.map((word) => code + word).join(" ")),
];

/**
 * The statements that bring the index to these records, and take out those of `ids` that are not there. A record that
 * has changed since it was read is passed over, whoever writes it next: the index never goes back.
 */
export const indexStatements = async (
  company: string,
  definition: ObjectDefinition,
  ids: readonly string[],
  records: readonly StoredRecord[],
): Promise<readonly Statement[]> => {
  const object = definition.name;
  const code = await codeOf(company, definition);
  const gone = sql`i.company_id = ${company} and i.object = ${object}
    and i.root_id in (select value from json_each(${JSON.stringify(ids)}))
    and not exists (select 1 from record r
      where r.company_id = i.company_id and r.object = i.object and r.id = i.root_id)`;
  const removed = [
    sql`delete from record_search where rowid in (select i.rid from record_indexed i where ${gone})`,
    sql`delete from record_indexed as i where ${gone}`,
  ];
  if (records.length === 0) return removed;
  const rows = JSON.stringify(records.map((record) => rowOf(definition, code, record)));
  const j = sql`with j as materialized (select value from json_each(${rows}))`;
  const ours = sql`j cross join record_indexed i on i.company_id = ${company} and i.object = ${object}
    and i.root_id = j.value ->> 0 and i.version = j.value ->> 1`;
  return [
    ...removed,
    sql`${j} insert into record_indexed(company_id, object, root_id, version, code)
      select ${company}, ${object}, r.id, r.version, ${code}
      from j cross join record r on r.company_id = ${company} and r.object = ${object}
        and r.id = j.value ->> 0 and r.version = j.value ->> 1 where true
      on conflict(company_id, object, root_id)
        do update set version = excluded.version, code = excluded.code`,
    sql`${j} delete from record_search where rowid in (select i.rid from ${ours})`,
    sql`${j} insert into record_search(rowid, owner, ${columnNames})
      select i.rid, j.value ->> 2, ${cells} from ${ours}`,
  ];
};
