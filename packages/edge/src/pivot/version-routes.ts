import { ok, uuidv7 } from "@ennead/core/kernel";
import * as v from "valibot";

import { defineRoute, versioned, type Route } from "../kernel/index.ts";
import { changeable, permitted } from "./permitted.ts";
import { personOf } from "./person.ts";
import { reportJson, reportObject, type Report } from "./report.ts";
import { idParams, reportAnswer, versionAnswer, versionItem, versionParams } from "./schemas.ts";
import { changeReport } from "./store.ts";
import { findVersion, versionJson, versionsOf } from "./versions.ts";
import { written } from "./written.ts";

const since = "2026-01-01";
const object = reportObject.name;

/** Puts a report away, or takes it out again. Doing it twice changes nothing. */
const archiving = (verb: "archive" | "unarchive"): Route =>
  defineRoute({
    id: `pivot.${verb}`,
    method: "POST",
    path: `/api/analytics/reports/{id}/${verb}`,
    summary:
      verb === "archive"
        ? "Put a report away: it keeps all, is in no list, and its schedules rest"
        : "Take a report out of the archive",
    permission: { object, action: "update" },
    params: idParams,
    response: reportAnswer,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) =>
      context.services.uow.run(context, {
        load: () => changeable(context, params.id, "update"),
        decide: ({ report: before, guards }) => {
          const { now } = context;
          const after: Report = {
            ...before,
            version: before.version + 1,
            updatedAt: now,
            archivedAt: verb === "archive" ? (before.archivedAt ?? now) : null,
          };
          const change = changeReport(context, before, after, verb);
          const present = change === null ? before : after;
          const answer = versioned(context, 200, present.version, reportJson(present));
          return written(change, answer, guards);
        },
      }),
  });

/** Routes of what a report was, and of what becomes of it. */
export const versionRoutes: readonly Route[] = [
  archiving("archive"),
  archiving("unarchive"),
  defineRoute({
    id: "pivot.duplicate",
    method: "POST",
    path: "/api/analytics/reports/{id}/duplicate",
    summary: "Make a report of one's own that begins as this one",
    permission: { object, action: "create" },
    params: idParams,
    response: reportAnswer,
    status: 201,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) => {
      const { now, random, principal } = context;
      const id = uuidv7(now, random);
      return context.services.uow.run(context, {
        load: () => permitted(context, params.id, "read"),
        decide: (first) => {
          // It lies at the top: the folder may be one where he may put nothing.
          const made: Report = {
            ...first,
            id,
            version: 1,
            ownerId: personOf(principal),
            createdAt: now,
            updatedAt: now,
            folderId: null,
            archivedAt: null,
          };
          const location = `reports/${id}`;
          return written(
            changeReport(context, null, made),
            versioned(context, 201, 1, reportJson(made), { location }),
          );
        },
      });
    },
  }),
  defineRoute({
    id: "pivot.versions",
    method: "GET",
    path: "/api/analytics/reports/{id}/versions",
    summary: "What was saved of a report, the newest first",
    permission: { object, action: "read" },
    params: idParams,
    response: v.strictObject({ items: v.array(versionItem) }),
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const items = await versionsOf(context.scope, params.id);
      return ok({ status: 200, body: { items } });
    },
  }),
  defineRoute({
    id: "pivot.version",
    method: "GET",
    path: "/api/analytics/reports/{id}/versions/{version}",
    summary: "A report as it was saved",
    permission: { object, action: "read" },
    params: versionParams,
    response: versionAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const saved = await findVersion(context.scope, params.id, params.version);
      return saved.ok ? ok({ status: 200, body: versionJson(saved.value) }) : saved;
    },
  }),
  defineRoute({
    id: "pivot.restore",
    method: "POST",
    path: "/api/analytics/reports/{id}/versions/{version}/restore",
    summary: "Make a report say again what it said, as its newest version",
    permission: { object, action: "update" },
    params: versionParams,
    response: reportAnswer,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) =>
      context.services.uow.run(context, {
        load: async () => {
          const held = await changeable(context, params.id, "update");
          if (!held.ok) return held;
          const saved = await findVersion(context.scope, params.id, params.version);
          return saved.ok ? ok({ ...held.value, saved: saved.value }) : saved;
        },
        decide: ({ report: before, guards, saved }) => {
          const { name, description, spec, view } = saved;
          const again = { name, description, spec, view };
          const version = before.version + 1;
          const after: Report = { ...before, ...again, version, updatedAt: context.now };
          const change = changeReport(context, before, after, "restore");
          const present = change === null ? before : after;
          const answer = versioned(context, 200, present.version, reportJson(present));
          return written(change, answer, guards);
        },
      }),
  }),
];
