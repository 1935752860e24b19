import type { Action } from "@ennead/core/access";
import type { SqlColumn } from "@ennead/core/filter";
import {
  canonicalJson,
  err,
  fault,
  ok,
  uuidv7,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";
import type * as v from "valibot";

import {
  checkVersion,
  join,
  listRows,
  pageJson,
  pageSchema,
  type ListSource,
  defineRoute,
  raw,
  sql,
  type RequestContext,
  type Route,
  type Statement,
  versioned,
  listFaults,
} from "../kernel/index.ts";
import { dependentsOf, removeDependents } from "./dependents.ts";
import { openSpec } from "./open-spec.ts";
import { changeable, checkPlace, permitted } from "./permitted.ts";
import { personOf } from "./person.ts";
import { readable, sharedWith } from "./readable.ts";
import { reportJson, reportObject, reportOf, type Report } from "./report.ts";
import { idParams, newReport, reportAnswer, reportPatch, reportQuery } from "./schemas.ts";
import { beneathSpec, specFaults } from "./spec-faults.ts";
import { changeReport } from "./store.ts";
import { inFolder, written } from "./written.ts";

const since = "2026-01-01";
const object = reportObject.name;
const to = (action: Action): { readonly object: string; readonly action: Action } => ({
  object,
  action,
});

const checkView = (view: unknown): Result<void> => {
  const text = canonicalJson(view);
  return text.ok && text.value.length <= 65_536
    ? ok(undefined)
    : err(fault("pivot/bad-view", "A view is JSON of at most 64 KiB.", ["view"]));
};

const columns: ReadonlyMap<string, SqlColumn> = new Map([
  ["id", { sql: "id", type: "text" }],
  ["name", { sql: "name", type: "text" }],
  ["description", { sql: "description", type: "text" }],
  ["ownerId", { sql: "owner_id", type: "text" }],
  ["createdAt", { sql: "created_at", type: "timestamp" }],
  ["updatedAt", { sql: "updated_at", type: "timestamp" }],
]);

const holds = (column: string, text: string): Statement =>
  sql`instr(lower(coalesce(${raw(column)}, '')), lower(${text})) > 0`;

type Asked = v.InferOutput<typeof reportQuery>;

/** What a list is narrowed to. Texts are compared without regard to the case of letters of ASCII. */
const narrowed = (
  context: RequestContext,
  { q, folder, mine, shared, archived = "false" }: Asked,
): Statement => {
  const { principal } = context;
  const conditions: readonly (Statement | null)[] = [
    q === undefined ? null : sql`(${holds("name", q)} or ${holds("description", q)})`,
    folder === undefined ? null : sql`folder_id is ${folder === "top" ? null : folder}`,
    mine === "true" ? sql`owner_id = ${personOf(principal)}` : null,
    shared === "true" ? sharedWith(context) : null,
    archived === "all" ? null : raw(`archived_at is ${archived === "true" ? "not " : ""}null`),
  ];
  const all = conditions.filter((one) => one !== null);
  return all.length === 0 ? raw("1") : join(all, " and ");
};

const reportList = (context: RequestContext, asked: Asked): ListSource => {
  const { q, folder, mine, shared, archived } = asked;
  const own = { q, folder, mine, shared, archived };
  const parameters = Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return {
    name: `pivot.reports ${JSON.stringify(parameters)}`,
    table: raw("report"),
    where: sql`${readable(context, "report")} and ${narrowed(context, asked)}`,
    columns,
    sort: "name",
    parameters,
  };
};

/** Routes of saved reports. */
export const reportRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.list",
    method: "GET",
    path: "/api/analytics/reports",
    summary: "Reports one may read",
    permission: to("read"),
    query: reportQuery,
    response: pageSchema(reportAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const { q: _, folder: _in, mine: _of, shared: _to, archived: _old, ...list } = query;
      const page = await listRows(context, reportList(context, query), list);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => reportJson(reportOf(row)));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "pivot.create",
    method: "POST",
    path: "/api/analytics/reports",
    summary: "Save a report",
    permission: to("create"),
    body: newReport,
    response: reportAnswer,
    status: 201,
    faults: [...specFaults, "pivot/bad-view", "pivot/unknown-folder"],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const view = checkView(body.view ?? null);
      if (!view.ok) return view;
      const opened = await openSpec(context, body.spec);
      if (!opened.ok) return err(beneathSpec(opened.error));
      const report: Report = {
        id: uuidv7(context.now, context.random),
        version: 1,
        ownerId: personOf(context.principal),
        name: body.name,
        description: body.description ?? null,
        spec: opened.value.spec,
        view: (body.view ?? null) as JsonObject | null,
        createdAt: context.now,
        updatedAt: context.now,
        folderId: body.folderId ?? null,
        archivedAt: null,
      };
      return context.services.uow.run(context, {
        load: () => checkPlace(context, report.folderId, "folderId"),
        decide: () =>
          written(
            changeReport(context, null, report),
            versioned(context, 201, 1, reportJson(report), { location: `reports/${report.id}` }),
            inFolder(context, report),
          ),
      });
    },
  }),
  defineRoute({
    id: "pivot.read",
    method: "GET",
    path: "/api/analytics/reports/{id}",
    summary: "One report",
    permission: to("read"),
    params: idParams,
    response: reportAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      return ok(versioned(context, 200, report.value.version, reportJson(report.value)));
    },
  }),
  defineRoute({
    id: "pivot.update",
    method: "PATCH",
    path: "/api/analytics/reports/{id}",
    summary: "Change a report",
    permission: to("update"),
    params: idParams,
    body: reportPatch,
    response: reportAnswer,
    faults: [...specFaults, "pivot/bad-view", "pivot/unknown-folder", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const seen = await permitted(context, params.id, "update");
      if (!seen.ok) return seen;
      const view = checkView(body.view ?? null);
      if (!view.ok) return view;
      const { spec, ...rest } = body;
      const opened = spec === undefined ? null : await openSpec(context, spec);
      if (opened?.ok === false) return err(beneathSpec(opened.error));
      const patch = {
        ...(rest as Partial<Report>),
        ...(opened === null ? {} : { spec: opened.value.spec }),
      };
      return context.services.uow.run(context, {
        load: async () => {
          const held = await changeable(context, params.id, "update");
          const { folderId = null } = body;
          if (!held.ok || folderId === held.value.report.folderId) return held;
          const place = await checkPlace(context, folderId, "folderId");
          return place.ok ? held : place;
        },
        decide: ({ report: before, guards }) => {
          const match = checkVersion(context, before.version);
          if (!match.ok) return match;
          const after = {
            ...before,
            ...patch,
            version: before.version + 1,
            updatedAt: context.now,
          };
          const change = changeReport(context, before, after);
          const present = change === null ? before : after;
          return written(change, versioned(context, 200, present.version, reportJson(present)), [
            ...guards,
            ...(before.folderId === after.folderId ? [] : inFolder(context, after)),
          ]);
        },
      });
    },
  }),
  defineRoute({
    id: "pivot.delete",
    method: "DELETE",
    path: "/api/analytics/reports/{id}",
    summary: "Delete a report",
    permission: to("delete"),
    params: idParams,
    response: null,
    status: 204,
    faults: ["kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params }) =>
      context.services.uow.run(context, {
        load: async () => {
          const held = await changeable(context, params.id, "delete");
          if (!held.ok) return held;
          const { sharing } = context.services.ports;
          const [dependents, shares] = await Promise.all([
            dependentsOf(context, params.id),
            sharing.drop(context.scope, object, [params.id]),
          ]);
          return ok({ ...held.value, dependents, shares });
        },
        decide: ({ report: before, guards, dependents, shares }) => {
          const match = checkVersion(context, before.version);
          if (!match.ok) return match;
          const gone = written(changeReport(context, before, null), { status: 204 });
          if (!gone.ok) return gone;
          const { events, roots, schedules } = removeDependents(context, dependents);
          return ok({
            ...gone.value,
            events: [...gone.value.events, ...events, ...shares.events],
            roots: [...gone.value.roots, ...roots, ...shares.roots],
            guards: [...guards, ...shares.guards],
            schedules,
          });
        },
      }),
  }),
];
