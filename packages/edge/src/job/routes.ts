import { ok } from "@ennead/core/kernel";

import {
  defineRoute,
  eventStream,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  type ListSource,
  type RequestContext,
  type Route,
  listFaults,
} from "../kernel/index.ts";
import { followJob } from "./follow-job.ts";
import { jobItemJson, jobJson, runJson, stateSql } from "./job-json.ts";
import { idParams, jobAnswer, jobDetail, jobItem, statsAnswer } from "./schemas.ts";
import { cancel, drop, missing, retry } from "./steer.ts";
import {
  administersJobs,
  jobColumns,
  jobsPermission,
  readRuns,
  readStats,
  readVisibleJob,
} from "./store.ts";

const since = "2026-01-01";
const steers = { system: jobsPermission } as const;

const listSource = ({ now }: RequestContext): ListSource => ({
  name: "jobs",
  table: raw("job"),
  where: raw("1"),
  select: jobColumns,
  columns: new Map([
    ["id", { sql: "id", type: "text" }],
    ["kind", { sql: "kind", type: "text" }],
    ["state", { sql: `(${stateSql(now)})`, type: "text" }],
    ["actor", { sql: "actor", type: "text" }],
    ["runAt", { sql: "run_at", type: "timestamp" }],
    ["createdAt", { sql: "created_at", type: "timestamp" }],
  ]),
  sort: "-id",
});

/** The number after which a follower wants news: none that he had. */
const lastOf = (text: string | undefined): number =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : -1;

/** The routes of `/api/jobs`; `kinds` are those that this deployment knows. */
export const jobRoutes = (kinds: () => ReadonlySet<string>): readonly Route[] => [
  defineRoute({
    id: "job.list",
    method: "GET",
    path: "/api/jobs",
    summary: "Jobs of the company, newest first; filter by `state` and `kind`",
    permission: steers,
    query: listQuery,
    response: pageSchema(jobItem),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const page = await listRows(context, listSource(context), query);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => jobItemJson(row, context.now));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "job.stats",
    method: "GET",
    path: "/api/jobs/stats",
    summary: "What waits, how late it is, and what died, by kind",
    permission: steers,
    response: statsAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const rows = await readStats(context, context.now);
      const known = kinds();
      const body = rows.map((row) => ({
        kind: String(row["kind"]),
        known: known.has(String(row["kind"])),
        waiting: Number(row["waiting"]),
        due: Number(row["due"]),
        running: Number(row["running"]),
        dead: Number(row["dead"]),
        lag: Number(row["lag"]),
      }));
      return ok({ status: 200, body: { kinds: body } });
    },
  }),
  defineRoute({
    id: "job.read",
    method: "GET",
    path: "/api/jobs/{id}",
    summary: "One job: for who asked for it, and with its attempts for administrators",
    permission: "signed-in",
    params: idParams,
    response: jobDetail,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const row = await readVisibleJob(context, params.id);
      if (row === null) return missing;
      if (!administersJobs(context)) return ok({ status: 200, body: jobJson(row, context.now) });
      const runs = await readRuns(context, params.id);
      return ok({
        status: 200,
        body: { ...jobItemJson(row, context.now), runs: runs.map(runJson) },
      });
    },
  }),
  defineRoute({
    id: "job.events",
    method: "GET",
    path: "/api/jobs/{id}/events",
    summary: "Progress of a job as Server-Sent Events, until it ends",
    permission: "signed-in",
    params: idParams,
    response: { media: "text/event-stream" },
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params, header }) => {
      const row = await readVisibleJob(context, params.id);
      if (row === null) return missing;
      return ok(eventStream(context, followJob(context, row, lastOf(header("last-event-id")))));
    },
  }),
  defineRoute({
    id: "job.cancel",
    method: "POST",
    path: "/api/jobs/{id}/cancel",
    summary: "Ask that a job should not go on; a running one stops at its next word",
    permission: "signed-in",
    params: idParams,
    response: jobAnswer,
    faults: ["job/ended"],
    limits: "json",
    since,
    handler: (context, { params }) => context.services.uow.run(context, cancel(context, params.id)),
  }),
  defineRoute({
    id: "job.retry",
    method: "POST",
    path: "/api/jobs/{id}/retry",
    summary: "Make a job that died ready again",
    permission: steers,
    params: idParams,
    response: jobItem,
    faults: ["job/not-dead", "job/key-taken"],
    limits: "json",
    since,
    handler: (context, { params }) => context.services.uow.run(context, retry(context, params.id)),
  }),
  defineRoute({
    id: "job.drop",
    method: "POST",
    path: "/api/jobs/{id}/drop",
    summary: "Remove a job that died or was not begun",
    permission: steers,
    params: idParams,
    response: null,
    status: 204,
    faults: ["job/not-droppable"],
    limits: "json",
    since,
    handler: (context, { params }) => context.services.uow.run(context, drop(context, params.id)),
  }),
];
