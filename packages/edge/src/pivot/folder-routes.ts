import type { SqlColumn } from "@ennead/core/filter";
import { err, fault, ok, uuidv7, type Fault, type Result } from "@ennead/core/kernel";

import {
  checkVersion,
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  sql,
  versioned,
  type Answer,
  type Decision,
  type ListSource,
  type RequestContext,
  type Route,
  type Statement,
  listFaults,
} from "../kernel/index.ts";
import {
  changeFolder,
  checkNesting,
  folderJson,
  folderOf,
  isEmpty,
  isNoCycle,
  isThere,
  type Folder,
} from "./folder.ts";
import { checkPlace, permittedFolder } from "./permitted.ts";
import { personOf } from "./person.ts";
import { readable } from "./readable.ts";
import { reportObject } from "./report.ts";
import { folderAnswer, folderPatch, idParams, newFolder } from "./schemas.ts";

const since = "2026-01-01";
const to = <A extends "read" | "create" | "update" | "delete">(
  action: A,
): { readonly object: string; readonly action: A } => ({ object: reportObject.name, action });

const columns: ReadonlyMap<string, SqlColumn> = new Map([
  ["id", { sql: "id", type: "text" }],
  ["name", { sql: "name", type: "text" }],
  ["parentId", { sql: "parent_id", type: "text" }],
  ["ownerId", { sql: "owner_id", type: "text" }],
  ["createdAt", { sql: "created_at", type: "timestamp" }],
  ["updatedAt", { sql: "updated_at", type: "timestamp" }],
]);

const folderList = (context: RequestContext): ListSource => ({
  name: "pivot.folders",
  table: raw("report_folder"),
  where: readable(context, "report_folder"),
  columns,
  sort: "name",
});

const decision = (
  change: ReturnType<typeof changeFolder>,
  answer: Answer,
  guards: readonly Statement[] = [],
): Result<Decision, Fault> =>
  ok({
    events: change === null ? [] : [change.event],
    parts: [],
    roots: change === null ? [] : [change.root],
    guards: change === null ? [] : guards,
    answer,
  });

const placed = ["pivot/unknown-folder", "pivot/folder-too-deep"] as const;

/** Routes of the folders that reports lie in. */
export const folderRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.folders",
    method: "GET",
    path: "/api/analytics/folders",
    summary: "Folders of reports one may read",
    permission: to("read"),
    query: listQuery,
    response: pageSchema(folderAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const page = await listRows(context, folderList(context), query);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => folderJson(folderOf(row)));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "pivot.create-folder",
    method: "POST",
    path: "/api/analytics/folders",
    summary: "Make a folder",
    permission: to("create"),
    body: newFolder,
    response: folderAnswer,
    status: 201,
    faults: [...placed],
    limits: "json",
    since,
    handler: (context, { body }) => {
      const { company, now, principal, random, scope } = context;
      const folder: Folder = {
        id: uuidv7(now, random),
        version: 1,
        ownerId: personOf(principal),
        name: body.name,
        parentId: body.parentId ?? null,
        createdAt: now,
        updatedAt: now,
      };
      const { parentId } = folder;
      return context.services.uow.run(context, {
        load: async () => {
          const place = await checkPlace(context, parentId, "parentId");
          if (!place.ok || parentId === null) return place;
          return checkNesting(scope, folder.id, parentId);
        },
        decide: () =>
          decision(
            changeFolder(context, null, folder),
            versioned(context, 201, 1, folderJson(folder), { location: `folders/${folder.id}` }),
            parentId === null ? [] : [isThere(company, parentId)],
          ),
      });
    },
  }),
  defineRoute({
    id: "pivot.read-folder",
    method: "GET",
    path: "/api/analytics/folders/{id}",
    summary: "One folder",
    permission: to("read"),
    params: idParams,
    response: folderAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const folder = await permittedFolder(context, params.id, "read");
      if (!folder.ok) return folder;
      return ok(versioned(context, 200, folder.value.version, folderJson(folder.value)));
    },
  }),
  defineRoute({
    id: "pivot.update-folder",
    method: "PATCH",
    path: "/api/analytics/folders/{id}",
    summary: "Rename or move a folder",
    permission: to("update"),
    params: idParams,
    body: folderPatch,
    response: folderAnswer,
    faults: [...placed, "pivot/folder-cycle", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params: { id }, body }) =>
      context.services.uow.run(context, {
        load: async () => {
          const before = await permittedFolder(context, id, "update");
          const parent = body.parentId ?? null;
          if (!before.ok || parent === null || parent === before.value.parentId) return before;
          const place = await checkPlace(context, parent, "parentId");
          const fits = place.ok ? await checkNesting(context.scope, id, parent) : place;
          return fits.ok ? before : fits;
        },
        decide: (before) => {
          const match = checkVersion(context, before.version);
          if (!match.ok) return match;
          const { name = before.name, parentId = before.parentId } = body;
          const version = before.version + 1;
          const after: Folder = { ...before, name, parentId, version, updatedAt: context.now };
          const change = changeFolder(context, before, after);
          const present = change === null ? before : after;
          const { company } = context;
          return decision(
            change,
            versioned(context, 200, present.version, folderJson(present)),
            parentId === null || parentId === before.parentId
              ? []
              : [isThere(company, parentId), isNoCycle(company, id, parentId)],
          );
        },
      }),
  }),
  defineRoute({
    id: "pivot.delete-folder",
    method: "DELETE",
    path: "/api/analytics/folders/{id}",
    summary: "Remove an empty folder",
    permission: to("delete"),
    params: idParams,
    response: null,
    status: 204,
    faults: ["pivot/folder-not-empty", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params: { id } }) => {
      const { company, scope } = context;
      const empty = isEmpty(company, id);
      return context.services.uow.run(context, {
        load: async () => {
          const folder = await permittedFolder(context, id, "delete");
          if (!folder.ok) return folder;
          const { sharing } = context.services.ports;
          const shares = await sharing.drop(scope, reportObject.name, [id]);
          const [found] = await scope.read(
            sql`select ${empty} as empty from (select ${company} as company_id)`,
          );
          return Number(found?.rows[0]?.["empty"]) === 1
            ? ok({ before: folder.value, shares })
            : err(
                fault(
                  "pivot/folder-not-empty",
                  "Something lies in this folder, perhaps what you may not see; move it first.",
                ),
              );
        },
        decide: ({ before, shares }) => {
          const match = checkVersion(context, before.version);
          if (!match.ok) return match;
          const gone = changeFolder(context, before, null);
          const decided = decision(gone, { status: 204 }, [empty, ...shares.guards]);
          if (!decided.ok) return decided;
          const { events, roots } = decided.value;
          return ok({
            ...decided.value,
            events: [...events, ...shares.events],
            roots: [...roots, ...shares.roots],
          });
        },
      });
    },
  }),
];
