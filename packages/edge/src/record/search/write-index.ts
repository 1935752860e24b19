import type { ObjectDefinition } from "@ennead/core/record";

import { raw, sql, type Statement, type StoredRecord } from "../../kernel/index.ts";
import { codeOf, columnCount, wordsOfRecord } from "./places.ts";
import { ownerWord } from "./question.ts";

const columns = Array.from({ length: columnCount }, (_, at) => `f${at}`);

const columnNames = raw(columns.join(", "));

const cells = raw(columns.map((_, at) => `coalesce(j.value ->> ${at + 3}, '')`).join(", "));

/** Letters of the words of one record, and of one statement: it takes 4 MB, of three bytes a letter at the most. */
const mostLetters = 1_200_000;

/** What a column keeps of a record whose words are too many: its first ones. */
const cut = (cell: string): string => {
  const most = Math.floor(mostLetters / (columnCount + 1));
  return cell.length <= most ? cell : cell.slice(0, cell.lastIndexOf(" ", most));
};

const fitting = (words: readonly string[]): readonly string[] =>
  words.reduce((sum, { length }) => sum + length, 0) > mostLetters ? words.map(cut) : words;

/** A record as it stands in the index: id, version, owner, then the words of each column. */
const rowOf = (
  definition: ObjectDefinition,
  code: string,
  record: StoredRecord,
): readonly unknown[] => [
  record.id,
  record.version,
  record.ownerId === null ? "" : ownerWord(code, record.ownerId),
  ...fitting(
    wordsOfRecord(definition, record).map((words) => words.map((word) => code + word).join(" ")),
  ),
];

/** JSON arrays of these rows, in order, each of a size that a statement takes. */
const portions = (rows: readonly (readonly unknown[])[]): readonly string[] => {
  const all: string[][] = [];
  let letters = mostLetters;
  for (const row of rows) {
    const text = JSON.stringify(row);
    letters += text.length;
    if (letters > mostLetters) {
      all.push([]);
      letters = text.length;
    }
    all.at(-1)?.push(text);
  }
  return all.map((texts) => `[${texts.join(",")}]`);
};

/** The statements that write these rows of records which are still of the version that was read. */
const written = (
  company: string,
  object: string,
  code: string,
  rows: string,
): readonly Statement[] => {
  const j = sql`with j as materialized (select value from json_each(${rows}))`;
  const ours = sql`j cross join record_indexed i on i.company_id = ${company} and i.object = ${object}
    and i.root_id = j.value ->> 0 and i.version = j.value ->> 1`;
  return [
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
  const rows = records.map((record) => rowOf(definition, code, record));
  return [...removed, ...portions(rows).flatMap((some) => written(company, object, code, some))];
};
