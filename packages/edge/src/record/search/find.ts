import { can, scopeOf, type RecordFacts } from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";
import type { ObjectDefinition } from "@ennead/core/record";

import {
  sql,
  type RequestContext,
  type Row,
  type Statement,
  type StoredRecord,
} from "../../kernel/index.ts";
import { readable } from "../answer.ts";
import { rowScope } from "../row-scope.ts";
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

const ownerOf = ({ model, principal }: RequestContext, object: string): string | null => {
  const scope = scopeOf(model, principal, object, "read");
  // Only whoever sees nothing but his own is found by the owner's word in the index.
  const [owner, ...others] = typeof scope === "string" ? [] : scope.owners;
  return owner === undefined || others.length > 0 ? null : owner;
};

/** Matches that a list looks at: the newest ones. */
const mostMatches = 10_000;

/** The records of an object that hold what is sought, as a condition on `record r`. */
export const searchCondition = async (
  context: RequestContext,
  definition: ObjectDefinition,
  question: Question,
): Promise<Statement> => {
  if (question.length === 0) return sql`0`;
  const { company } = context;
  const code = await codeOf(company, definition);
  const columns = readableColumns(context, definition);
  const match = matchOf(question, code, columns, ownerOf(context, definition.name));
  // A record that has changed since it was indexed is left out until it is indexed again.
  return sql`(r.id, r.version) in (select i.root_id, i.version
    from record_search s cross join record_indexed i on i.rid = s.rowid
    where s.record_search match ${match} and i.company_id = ${company}
      and i.object = ${definition.name} and i.code = ${code}
    order by s.rowid desc limit ${mostMatches})`;
};

const candidates = (
  { company }: RequestContext,
  definition: ObjectDefinition,
  code: string,
  match: string,
  scope: Statement,
  most: number,
): Statement =>
  sql`select r.id from record_search s
    cross join record_indexed i on i.rid = s.rowid
    cross join record r on r.company_id = i.company_id and r.object = i.object and r.id = i.root_id
    where s.record_search match ${match} and i.company_id = ${company}
      and i.object = ${definition.name} and i.code = ${code} and ${scope}
    order by s.rowid desc limit ${most}`;

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
  const owner = ownerOf(context, object);
  const scope = rowScope(context, object);
  const read = (some: readonly number[]): Statement =>
    candidates(
      context,
      definition,
      code,
      matchOf(question, code, some, owner),
      scope,
      limit + spare,
    );
  const sought = question.flatMap(({ words }) => words).join(" ");

  const foundOf = (record: StoredRecord): readonly Found[] => {
    const facts: RecordFacts = { company, owner: record.ownerId as UserId | null };
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
    statements: [...(columns.includes(name) ? [read([name])] : []), read(columns)],
    found: async (rows) => {
      const ids = rows.map((row) => String(row["id"]));
      const all: Found[] = [];
      // Long texts are read as far as an answer has room for, however many were found.
      for (const record of await readByIds(context.scope, object, ids))
        all.push(...foundOf(record));
      return all.toSorted(byRank);
    },
  };
};
