import { isDeepStrictEqual } from "node:util";

import {
  can,
  compile,
  explain,
  fieldLevels,
  isCurrentShare,
  scopeMatcher,
  scopeOf,
  scopeRows,
  shareRank,
  type AccessModel,
  type RecordScope,
} from "@ennead/core/access";
import type { FilterColumn, FilterTable } from "@ennead/core/filter";

import { naiveCan, naiveLevels } from "./naive.ts";
import { fillScopeTables, idsInScopes, type Run, type StoredFacts } from "./scope-sql.ts";
import type { Question, World } from "./world.ts";

/** A column of texts as a dictionary, null where there is none. */
const textColumn = (values: readonly (string | null)[]): FilterColumn => {
  const dict = [...new Set(values.filter((value) => value !== null))];
  const validity = new Uint8Array((values.length + 7) >> 3);
  for (const [row, value] of values.entries()) {
    if (value !== null) validity[row >> 3]! |= 1 << (row & 7);
  }
  const codes = Uint16Array.from(values, (value) => (value === null ? 0 : dict.indexOf(value)));
  return { type: "text", dict, codes, validity };
};

const boolColumn = (values: readonly (boolean | undefined)[]): FilterColumn => ({
  type: "bool",
  values: Int32Array.from(values, (value) => (value === true ? 1 : 0)),
});

const names = {
  id: "id",
  owner: "owner",
  territory: "territory",
  hold: "hold",
  frozen: "frozen",
  requester: "requester",
};

const tableOf = (records: readonly StoredFacts[]): FilterTable => ({
  rows: records.length,
  columns: new Map([
    ["id", textColumn(records.map(({ id }) => id))],
    ["owner", textColumn(records.map(({ owner }) => owner))],
    ["territory", textColumn(records.map(({ territory }) => territory ?? null))],
    ["requester", textColumn(records.map(({ requester }) => requester ?? null))],
    ["hold", boolColumn(records.map(({ hold }) => hold))],
    ["frozen", boolColumn(records.map(({ frozen }) => frozen))],
  ]),
});

const sharedIds =
  ({ facts: { shares = [] } }: World, object: string) =>
  (scope: RecordScope): ReadonlySet<string> =>
    new Set(
      shares
        .filter(
          (share) =>
            share.company === scope.company &&
            share.object === object &&
            shareRank[share.access] >= scope.level &&
            scope.sharedTo.includes(share.to) &&
            isCurrentShare(share, scope.now ?? undefined),
        )
        .map(({ record }) => record),
    );

/** The records of an object, with their shares as a list would carry them. */
const withShares = ({ facts, records }: World, object: string): readonly StoredFacts[] =>
  records
    .filter((record) => record.object === object && record.company === facts.company)
    .map((record) => ({
      ...record,
      shares: (facts.shares ?? []).filter(
        (share) =>
          share.company === facts.company && share.object === object && share.record === record.id,
      ),
    }));

const differs = (what: string, found: unknown, expected: unknown): string | undefined =>
  isDeepStrictEqual(found, expected)
    ? undefined
    : `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;

/** Whether the explanation ends with the rule and the grant that decided. */
const explained = (
  model: AccessModel,
  { principal, object, action, fields }: Question,
  record: StoredFacts,
): string | undefined => {
  const resource = { object, record, fields };
  const { allow, reason, rule } = can(model, principal, action, resource);
  const { decision, text, tried } = explain(model, principal, action, resource);
  const last = tried.at(-1);
  const grant = allow && action !== "create" ? reason : undefined;
  return differs(
    `explain ${action} ${record.id}`,
    [decision.reason, last?.rule, last?.outcome, last?.grant, text.endsWith("."), text.length > 12],
    [reason, rule, "decided", grant, true, true],
  );
};

/** Whether `can` and the masks say of every record what the rules say, its shares given or taken from the facts. */
const ofRecords = (model: AccessModel, world: World, question: Question): string | undefined => {
  const { principal, object, action, fields } = question;
  for (const record of world.records.filter((one) => one.object === object)) {
    const expected = naiveCan(world.facts, principal, action, object, record, fields);
    const { allow, reason } = can(model, principal, action, { object, record, fields });
    const levels = Object.fromEntries(fieldLevels(model, principal, object, record));
    const wrong =
      differs(`can ${action} ${record.id}`, { allow, reason }, expected) ??
      explained(model, question, record) ??
      differs(`mask ${record.id}`, levels, naiveLevels(world.facts, principal, object, record));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

interface Compared {
  /** How many decisions were compared. */
  readonly decisions: number;
  /** How many lists. */
  readonly lists: number;
  readonly wrong: string | undefined;
}

/** Compares all evaluators on one world; the first difference, if there is one. `run` is a database with the tables. */
export const compareAnswers = async (world: World, run: Run): Promise<Compared> => {
  const { company } = world.facts;
  const model = compile(world.facts);
  let decisions = 0;
  for (const question of world.questions) {
    const wrong = ofRecords(model, world, question);
    decisions += world.records.filter(({ object }) => object === question.object).length;
    if (wrong !== undefined) return { decisions, lists: 0, wrong };
  }
  const asked = world.questions.flatMap(({ principal, object, action }) =>
    action === "create" ? [] : [{ principal, object, action, company }],
  );
  const scopes = asked.map((one) => ({
    ...one,
    scope: scopeOf(model, one.principal, one.object, one.action),
  }));
  const lists = scopes.length;
  if (lists === 0) return { decisions, lists, wrong: undefined };
  await fillScopeTables(run, world.records, world.facts.shares ?? []);
  const bySql = await idsInScopes(run, scopes);
  for (const [at, { principal, object, action, scope }] of scopes.entries()) {
    const records = withShares(world, object);
    const expected = records
      .filter((record) => can(model, principal, action, { object, record }).allow)
      .map(({ id }) => id)
      .toSorted();
    const inScope = scopeMatcher(scope);
    const selection = scopeRows(scope, tableOf(records), names, sharedIds(world, object));
    const wrong =
      differs(`wide ${action} ${object}`, bySql[at]?.wide, expected) ??
      differs(`narrow ${action} ${object}`, bySql[at]?.narrow, expected) ??
      differs(
        `matcher ${action} ${object}`,
        records
          .filter(inScope)
          .map(({ id }) => id)
          .toSorted(),
        expected,
      ) ??
      differs(
        `rows ${action} ${object}`,
        records
          .filter((_, row) => selection[row] === 1)
          .map(({ id }) => id)
          .toSorted(),
        expected,
      );
    if (wrong !== undefined) return { decisions, lists, wrong };
  }
  return { decisions, lists, wrong: undefined };
};
