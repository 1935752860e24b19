import { can } from "@ennead/core/access";
import { err, fault, ok, type Result } from "@ennead/core/kernel";
import type { Catalogue, ObjectDefinition } from "@ennead/core/record";
import * as v from "valibot";

import {
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  recordFacts,
  type RequestContext,
  type Route,
  type StoredRecord,
  stepUpFault,
  listFaults,
} from "../kernel/index.ts";
import { definitionJson, levelsOf, recordAnswer, recordJson } from "./answer.ts";
import { bulkStream } from "./bulk-stream.ts";
import { createRecord, deleteRecord, updateRecord, wantedOf } from "./commands.ts";
import { answerDataset, datasetQuery } from "./dataset-route.ts";
import { recordList, recordSearch } from "./list.ts";
import { missing } from "./plan.ts";
import { readRecord } from "./reach.ts";
import {
  newRecord,
  objectParams,
  objectSchema,
  recordParams,
  recordPatch,
  recordSchema,
} from "./schemas.ts";
import { searchRoute, soughtText } from "./search/search-routes.ts";
import { storedRecord } from "./store.ts";

const since = "2026-01-01";

/** As of every list, and `q`: words that occur in fields the actor may read. */
const recordQuery = v.strictObject({ ...listQuery.entries, q: v.optional(soughtText) });

const inputFaults = [
  "record/unknown-field",
  "record/required",
  "record/wrong-type",
  "record/bad-format",
  "record/out-of-range",
  "record/too-long",
  "record/unknown-option",
  "record/unknown-reference",
  "record/duplicate-value",
  "record/duplicate-external-id",
  "access/field-forbidden",
  "access/unknown-principal",
  "kernel/bad-amount",
  "kernel/bad-currency",
  "kernel/idempotency-mismatch",
  "kernel/version-conflict",
] as const;

/** The record, where the actor may see it. */
const seen = async (
  context: RequestContext,
  { name: object }: ObjectDefinition,
  id: string,
): Promise<StoredRecord | null> => {
  const reached = await readRecord(context, "read", object, id);
  if (reached === null) return null;
  const { model, principal, company } = context;
  const record = recordFacts(company, reached.record, reached.shares);
  return can(model, principal, "read", { object, record }).allow ? reached.record : null;
};

/** The routes of records, over these objects. */
export const recordRoutes = (objects: Catalogue): readonly Route[] => {
  const find = (object: string): Result<ObjectDefinition> => {
    const definition = objects.get(object);
    return definition === undefined ? err(missing()) : ok(definition);
  };
  return [
    searchRoute(objects),
    defineRoute({
      id: "record.list-objects",
      method: "GET",
      path: "/api/records",
      summary: "The objects whose records one may read, with the fields one may see",
      permission: "signed-in",
      scope: null,
      response: v.strictObject({ items: v.array(objectSchema) }),
      faults: [],
      limits: "json",
      since,
      handler: (context) => {
        const { model, principal } = context;
        const items = [...objects.values()]
          .filter(({ name }) => can(model, principal, "read", { object: name }).allow)
          .map((definition) => definitionJson(context, definition));
        return Promise.resolve(ok({ status: 200, body: { items } }));
      },
    }),
    defineRoute({
      id: "record.list",
      method: "GET",
      path: "/api/records/{object}",
      summary: "Records of an object, filtered, sorted and paged",
      permission: { object: ":object", action: "read" },
      params: objectParams,
      query: recordQuery,
      response: pageSchema(recordSchema),
      faults: [...listFaults, "access/field-not-filterable"],
      limits: "json",
      since,
      handler: async (context, { params, query }) => {
        const definition = find(params.object);
        if (!definition.ok) return definition;
        const settings = await context.services.ports.directory.company(context.scope);
        const { q, ...asked } = query;
        const source =
          q === undefined
            ? await recordList(context, definition.value)
            : await recordSearch(context, definition.value, q);
        const page = await listRows(context, { ...source, timeZone: settings.timeZone }, asked);
        if (!page.ok) return page;
        const levels = levelsOf(context, params.object);
        const items = page.value.rows.map((row) =>
          recordJson(definition.value, storedRecord(row), levels),
        );
        return ok({ status: 200, body: pageJson(page.value, items) });
      },
    }),
    defineRoute({
      id: "record.create",
      method: "POST",
      path: "/api/records/{object}",
      summary: "Create a record",
      permission: { object: ":object", action: "create" },
      params: objectParams,
      body: newRecord,
      response: recordSchema,
      status: 201,
      faults: inputFaults,
      limits: "json",
      since,
      handler: async (context, { params, body }) => {
        const definition = find(params.object);
        if (!definition.ok) return definition;
        const wanted = wantedOf(definition.value, body, "create");
        if (!wanted.ok) return wanted;
        return await context.services.uow.run(
          context,
          createRecord(context, objects, definition.value, wanted.value),
        );
      },
    }),
    defineRoute({
      id: "record.read",
      method: "GET",
      path: "/api/records/{object}/{id}",
      summary: "One record",
      permission: { object: ":object", action: "read" },
      params: recordParams,
      response: recordSchema,
      faults: [],
      limits: "json",
      since,
      handler: async (context, { params }) => {
        const definition = find(params.object);
        if (!definition.ok) return definition;
        const record = await seen(context, definition.value, params.id);
        return record === null
          ? err(missing())
          : ok(recordAnswer(context, definition.value, record, 200));
      },
    }),
    defineRoute({
      id: "record.update",
      method: "PATCH",
      path: "/api/records/{object}/{id}",
      summary: "Change fields, owner or external id of a record; null empties a field",
      permission: { object: ":object", action: "update" },
      params: recordParams,
      body: recordPatch,
      response: recordSchema,
      faults: [...inputFaults, "kernel/precondition-failed"],
      limits: "json",
      since,
      handler: async (context, { params, body }) => {
        const definition = find(params.object);
        if (!definition.ok) return definition;
        const wanted = wantedOf(definition.value, body, "update");
        if (!wanted.ok) {
          // What is wrong with a body is nobody's business who may not see the record.
          const record = await seen(context, definition.value, params.id);
          return record === null ? err(missing()) : wanted;
        }
        return await context.services.uow.run(
          context,
          updateRecord(context, objects, definition.value, params.id, wanted.value),
        );
      },
    }),
    defineRoute({
      id: "record.delete",
      method: "DELETE",
      path: "/api/records/{object}/{id}",
      summary: "Delete a record; its history stays",
      permission: { object: ":object", action: "delete" },
      params: recordParams,
      response: null,
      status: 204,
      faults: ["kernel/precondition-failed", "kernel/version-conflict"],
      limits: "json",
      since,
      handler: async (context, { params }) => {
        const definition = find(params.object);
        if (!definition.ok) return definition;
        return await context.services.uow.run(
          context,
          deleteRecord(context, objects, definition.value, params.id),
        );
      },
    }),
    defineRoute({
      id: "record.bulk",
      method: "POST",
      path: "/api/records/{object}/bulk",
      summary: "Create or update records by external id, one for each NDJSON line",
      permission: { object: ":object", action: "create" },
      params: objectParams,
      response: { media: "application/x-ndjson" },
      faults: [
        "kernel/idempotency-required",
        "kernel/unsupported-media",
        "access/obligation-unmet",
      ],
      limits: "bulk",
      idempotency: "required",
      since,
      handler: (context, { params, stream }) => {
        const definition = find(params.object);
        if (!definition.ok) return Promise.resolve(definition);
        const { model, principal } = context;
        // Lines may change records, which the permission of the route says nothing of.
        const changing = can(model, principal, "update", { object: params.object });
        const proof = stepUpFault(changing.obligations, principal);
        if (proof !== null) return Promise.resolve(err(proof));
        if (stream === null) {
          return Promise.resolve(err(fault("kernel/bad-json", "This takes lines of JSON.")));
        }
        return Promise.resolve(
          ok({
            status: 200,
            stream: bulkStream(context, objects, definition.value, stream),
            headers: { "content-type": "application/x-ndjson" },
          }),
        );
      },
    }),
    defineRoute({
      id: "record.dataset",
      method: "GET",
      path: "/api/records/{object}/dataset",
      summary: "All records of an object that one may read, as Arrow columns",
      permission: { object: ":object", action: "read" },
      params: objectParams,
      query: datasetQuery,
      response: { media: "application/vnd.apache.arrow.stream" },
      faults: ["record/unknown-field"],
      limits: "json",
      since,
      handler: (context, { params, query }) => answerDataset(context, params.object, query.fields),
    }),
  ];
};
