import { can, scopeOf } from "@ennead/core/access";
import type { ObjectDefinition } from "@ennead/core/record";

import {
  join,
  recordFacts,
  sql,
  type RequestContext,
  type Row,
  type Statement,
  type StoredRecord,
} from "../../kernel/index.ts";
import { readable } from "../answer.ts";
import { readShares, type Shares } from "../reach.ts";
import { rowScope, sharedIds } from "../row-scope.ts";
import { readByIds } from "../store.ts";
import { codeOf, placesOf, wordsOfRecord } from "./places.ts";
import { foundIn, matchOf, type Question } from "./question.ts";

/** A record that was found, with the fields that the words stand in. */
export interface Found {
  readonly record: StoredRecord;
  readonly fields: readonly string[];
  /** 0 when its name is what was sought, 1 when it begins so, 2 when the name holds all of it, else 3. */
  readonly rank: number;
}

/** The columns that the actor may search: words in others are as if they were not there. */
const readableColumns = (context: RequestContext, definition: ObjectDefinition): number[] => {
  const fields = readable(context, definition.name);
  return placesOf(definition).flatMap((name, at) =>
    name === "externalId" || fields.has(name) ? [at] : [],
  );
};

/** So many owners are looked for by their words in the index; beyond it each record that is found is asked. */
const mostOwners = 64;

/** The owners by whose words in the index all is found that the actor may see but for shares; null where they are not all. */
const ownersOf = (
  { model, principal }: RequestContext,
  object: string,
): readonly string[] | null => {
  const scope = scopeOf(model, principal, object, "read");
  if (typeof scope === "string" || scope.all || scope.territories.length > 0) return null;
  return scope.owners.length === 0 || scope.owners.length > mostOwners ? null : scope.owners;
};

/** Matches that a list looks at: the newest ones. */
const mostMatches = 10_000;

/** What the words of a question are sought in. */
interface Sought {
  readonly object: string;
  readonly code: string;
  readonly question: Question;
  readonly columns: readonly number[];
}

/** Rows of the index: `s` of the index itself, `i` of the records they are of. */
interface IndexRows {
  readonly from: Statement;
  readonly where: Statement;
}

/** Where the rows of the index are that hold what is sought and may be seen. */
const indexRows = (
  context: RequestContext,
  { object, code, question, columns }: Sought,
): readonly IndexRows[] => {
  const { company } = context;
  const owners = ownersOf(context, object);
  const own: IndexRows = {
    from: sql`record_search s cross join record_indexed i on i.rid = s.rowid`,
    where: sql`s.record_search match ${matchOf(question, code, columns, owners)}
      and i.company_id = ${company} and i.object = ${object} and i.code = ${code}`,
  };
  const shared = owners === null ? null : sharedIds(context, object);
  if (shared === null) return [own];
  // What others own is reached from its shares: the index knows nothing of them.
  const others: IndexRows = {
    from: sql`(${shared}) h
      cross join record_indexed i on i.company_id = ${company} and i.object = ${object}
        and i.root_id = h.record_id
      cross join record_search s on s.rowid = i.rid`,
    where: sql`s.record_search match ${matchOf(question, code, columns, null)}
      and i.code = ${code}`,
  };
  return [own, others];
};

/** The records of an object that hold what is sought, as a condition on `record r`. */
export const searchCondition = async (
  context: RequestContext,
  definition: ObjectDefinition,
  question: Question,
): Promise<Statement> => {
  if (question.length === 0) return sql`0`;
  const object = definition.name;
  const code = await codeOf(context.company, definition);
  const columns = readableColumns(context, definition);
  // A record that has changed since it was indexed is left out until it is indexed again.
  const parts = indexRows(context, { object, code, question, columns }).map(
    ({ from, where }) => sql`select * from (select i.root_id, i.version from ${from} where ${where}
      order by s.rowid desc limit ${mostMatches})`,
  );
  return sql`(r.id, r.version) in (${join(parts, " union all ")})`;
};

const candidates = (
  context: RequestContext,
  sought: Sought,
  scope: Statement,
  most: number,
): readonly Statement[] =>
  indexRows(context, sought).map(
    ({ from, where }) => sql`select r.id from ${from}
      cross join record r on r.company_id = i.company_id and r.object = i.object and r.id = i.root_id
      where ${where} and ${scope} order by s.rowid desc limit ${most}`,
  );

/** Candidates read beyond what is answered, because some may have changed since they were indexed. */
const spare = 20;

/** What finds the best records of an object: statements that tell their ids, and what of these records is found, in order. */
export interface Search {
  readonly definition: ObjectDefinition;
  readonly statements: readonly Statement[];
  readonly found: (rows: readonly Row[]) => Promise<readonly Found[]>;
}

const byRank = (a: Found, b: Found): number =>
  a.rank - b.rank ||
  b.record.updatedAt - a.record.updatedAt ||
  (a.record.id < b.record.id ? 1 : -1);

/** A search in one object: first where the name holds what is sought, then anywhere the actor may look. */
export const searchObject = async (
  context: RequestContext,
  definition: ObjectDefinition,
  question: Question,
  limit: number,
): Promise<Search> => {
  const { company, model, principal } = context;
  const object = definition.name;
  const code = await codeOf(company, definition);
  const columns = readableColumns(context, definition);
  const places = placesOf(definition);
  const name = places.indexOf(definition.nameField);
  const scope = rowScope(context, object);
  const read = (some: readonly number[]): readonly Statement[] =>
    candidates(context, { object, code, question, columns: some }, scope, limit + spare);
  const sought = question.flatMap(({ words }) => words).join(" ");

  const foundOf = (record: StoredRecord, shares: Shares): readonly Found[] => {
    const facts = recordFacts(company, record, shares);
    if (!can(model, principal, "read", { object, record: facts }).allow) return [];
    // The row tells, not the index: what it holds no more is not found.
    const words = wordsOfRecord(definition, record);
    const at = foundIn(question, words, columns);
    if (at === null) return [];
    const named = columns.includes(name) ? (words[name] ?? []).join(" ") : "";
    const inName = named !== "" && foundIn(question, words, [name]) !== null;
    const rank = named === sought ? 0 : inName && named.startsWith(sought) ? 1 : inName ? 2 : 3;
    return [{ record, fields: at.map((column) => places[column] ?? ""), rank }];
  };

  return {
    definition,
    statements: [...(columns.includes(name) ? read([name]) : []), ...read(columns)],
    found: async (rows) => {
      const ids = rows.map((row) => String(row["id"]));
      const all: Found[] = [];
      // Long texts are read as far as an answer has room for, however many were found.
      const shares = await readShares(context, "read", object, ids);
      for (const record of await readByIds(context.scope, object, ids)) {
        all.push(...foundOf(record, shares));
      }
      return all.toSorted(byRank);
    },
  };
};
