import type { Diff, Moment } from "@ennead/core/audit";
import { parseInstant } from "@ennead/core/calendar";
import { err, fault, ok, type Fault, type JsonObject, type Result } from "@ennead/core/kernel";

import {
  defineRoute,
  pageSchema,
  type RequestContext,
  type Route,
  type Statement,
} from "../kernel/index.ts";
import { isTextIn, pastJson, pastRecord } from "./as-of.ts";
import { detailJson, itemJson, tellsOf } from "./event-json.ts";
import { countFacets } from "./facets.ts";
import { noteReading } from "./note-reading.ts";
import type { Question } from "./question.ts";
import {
  asOfAnswer,
  entityParams,
  eventDetail,
  eventItem,
  eventParams,
  facetsAnswer,
  logsQuery,
  momentQuery,
  questionQuery,
  timelineQuery,
  type QuestionQuery,
} from "./schemas.ts";
import { sightOf, type Sight } from "./sight.ts";
import { readEvent, readPersonal } from "./store.ts";
import { countedColumns, listedColumns, walkLog, type Found } from "./walk-log.ts";

const since = "2026-01-01";
const reads = { system: "audit.read" } as const;
const cursorFaults = ["kernel/bad-cursor", "access/scope-changed"] as const;

const missing: { readonly ok: false; readonly error: Fault } = err(
  fault("kernel/not-found", "There is nothing of this id."),
);

const questionOf = ({ from, to, ...named }: QuestionQuery): Result<Question> => {
  const question: Question = {
    ...named,
    from: from === undefined ? undefined : parseInstant(from),
    to: to === undefined ? undefined : parseInstant(to),
  };
  if (question.from !== undefined && question.to !== undefined && question.from >= question.to) {
    return err(fault("audit/bad-range", "A range begins before it ends.", ["to"]));
  }
  if (named.record !== undefined && named.entity === undefined) {
    return err(
      fault("audit/record-without-entity", "A record is named with its entity.", ["record"]),
    );
  }
  return ok(question);
};

/** Without a moment it is the present. */
const momentOf = (version: number | undefined, at: string | undefined): Moment => {
  if (version !== undefined) return { version };
  return at === undefined
    ? { version: Number.MAX_SAFE_INTEGER }
    : { at: parseInstant(at) ?? Number.NEGATIVE_INFINITY };
};

/** The question as the log keeps it: what was named, and nothing else. */
const asked = (question: object): JsonObject =>
  Object.fromEntries(
    Object.entries(question).filter(([, value]) => value !== undefined),
  ) as JsonObject;

interface Wanted {
  /** What is read of each event. */
  readonly columns: Statement;
  readonly before: number | null;
  readonly wanted: number;
}

/** The events of a question that the actor may see; a field that he may not read has never changed for him. */
const walk = (
  context: RequestContext,
  sight: Sight,
  question: Question,
  { columns, before, wanted }: Wanted,
): Promise<Found> =>
  walkLog({ scope: context.scope, columns }, question, before, wanted, async (rows) => {
    const seen = await sight.visible(rows);
    const { field } = question;
    return field === undefined ? seen : seen.filter((row) => tellsOf(sight, row, field));
  });

interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of the events of a question. */
const page = async (
  context: RequestContext,
  question: Question,
  { limit = 50, cursor }: PageQuery,
): Promise<Result<Found & { readonly body: JsonObject }, Fault | readonly Fault[]>> => {
  const { company, principal, services } = context;
  const { actor, onBehalfOf = null, stamp } = principal;
  const bound = JSON.stringify(["audit.logs", company, actor, onBehalfOf, asked(question)]);
  let before: number | null = null;
  if (cursor !== undefined) {
    const position = await services.cursors.read(bound, stamp, cursor);
    if (!position.ok) return position;
    before = Number(position.value.id);
  }
  const sight = await sightOf(context);
  const found = await walk(context, sight, question, {
    columns: listedColumns,
    before,
    wanted: limit,
  });
  return ok({
    ...found,
    body: {
      items: found.rows.map((row) => itemJson(sight, row)),
      next:
        found.next === null
          ? null
          : await services.cursors.write(bound, stamp, { values: [], id: String(found.next) }),
    },
  });
};

/** The routes of `/api/audit`. */
export const auditRoutes: readonly Route[] = [
  defineRoute({
    id: "audit.list",
    method: "GET",
    path: "/api/audit/logs",
    summary: "What happened, newest first, by time, actor, action, record, outcome, changed field",
    permission: reads,
    query: logsQuery,
    response: pageSchema(eventItem),
    faults: ["audit/bad-range", "audit/record-without-entity", ...cursorFaults],
    limits: "json",
    since,
    handler: async (context, { query: { limit, cursor, ...query } }) => {
      const question = questionOf(query);
      if (!question.ok) return question;
      const answer = await page(context, question.value, { limit, cursor });
      if (!answer.ok) return answer;
      const noted =
        cursor === undefined ? await noteReading(context, "read", asked(query)) : ok(null);
      return noted.ok ? ok({ status: 200, body: answer.value.body }) : noted;
    },
  }),
  defineRoute({
    id: "audit.facets",
    method: "GET",
    path: "/api/audit/facets",
    summary: "How many events of a question there are by action, entity, actor, kind and outcome",
    permission: reads,
    query: questionQuery,
    response: facetsAnswer,
    faults: ["audit/bad-range", "audit/record-without-entity"],
    limits: "run",
    since,
    handler: async (context, { query }) => {
      const question = questionOf(query);
      if (!question.ok) return question;
      const sight = await sightOf(context);
      const body = await countFacets((wanted) =>
        walk(context, sight, question.value, { columns: countedColumns, before: null, wanted }),
      );
      const noted = await noteReading(context, "count", asked(query));
      return noted.ok ? ok({ status: 200, body }) : noted;
    },
  }),
  defineRoute({
    id: "audit.read",
    method: "GET",
    path: "/api/audit/logs/{id}",
    summary: "One event with its changes, as far as their fields may be read",
    permission: reads,
    params: eventParams,
    response: eventDetail,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params: { id } }) => {
      const row = await readEvent(context.scope, id);
      if (row === null) return missing;
      const sight = await sightOf(context);
      if ((await sight.visible([row])).length === 0) return missing;
      const values = await readPersonal(context.scope, [id]);
      const diff = JSON.parse(String(row["diff"])) as Diff;
      const isText = isTextIn(sight.definition(String(row["entity"])));
      const noted = await noteReading(context, "read", { event: id });
      return noted.ok
        ? ok({ status: 200, body: detailJson(sight, row, diff, values, isText) })
        : noted;
    },
  }),
  defineRoute({
    id: "audit.timeline",
    method: "GET",
    path: "/api/audit/entities/{entity}/{id}",
    summary: "What happened to one record, newest first",
    permission: reads,
    params: entityParams,
    query: timelineQuery,
    response: pageSchema(eventItem),
    faults: [...cursorFaults],
    limits: "json",
    since,
    handler: async (context, { params: { entity, id }, query }) => {
      const question = { entity, record: id };
      const answer = await page(context, question, query);
      if (!answer.ok) return answer;
      // What nobody has heard of, what is another company's and what may not be seen are one.
      if (query.cursor === undefined && answer.value.rows.length === 0) return missing;
      const noted =
        query.cursor === undefined ? await noteReading(context, "read", question) : ok(null);
      return noted.ok ? ok({ status: 200, body: answer.value.body }) : noted;
    },
  }),
  defineRoute({
    id: "audit.as-of",
    method: "GET",
    path: "/api/audit/entities/{entity}/{id}/as-of",
    summary: "A record as it was at a version or at a time, or as the log has it now",
    permission: reads,
    params: entityParams,
    query: momentQuery,
    response: asOfAnswer,
    faults: ["audit/bad-moment", "audit/too-many-versions", "audit/broken-history"],
    limits: "json",
    since,
    handler: async (context, { params: { entity, id }, query: { version, at } }) => {
      if (version !== undefined && at !== undefined) {
        return err(
          fault("audit/bad-moment", "A moment is named by `version` or by `at`.", ["version"]),
        );
      }
      const sight = await sightOf(context);
      const definition = sight.definition(entity);
      const row = { entity, entity_id: id };
      if (definition === undefined || (await sight.visible([row])).length === 0) return missing;
      const moment = momentOf(version, at);
      const past = await pastRecord(context, definition, id, moment);
      if (!past.ok) return past;
      if (past.value === null) return missing;
      const noted = await noteReading(context, "view", asked({ entity, record: id, version, at }));
      return noted.ok
        ? ok({ status: 200, body: pastJson(sight, definition, id, past.value) })
        : noted;
    },
  }),
];
