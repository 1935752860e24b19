import { err, fault, isObject, ok, type Fault, type JsonObject } from "@ennead/core/kernel";

import {
  defineRoute,
  type AuditEntry,
  type RequestContext,
  type Route,
  type StoredFile,
} from "../kernel/index.ts";
import { asAttachment } from "./download.ts";
import { exportPurpose } from "./export-job.ts";
import { exportPermission } from "./export-permission.ts";
import { permitted } from "./permitted.ts";
import { loosePath } from "./schemas.ts";
import { reportEntity } from "./tables.ts";

const none: Fault = fault("kernel/not-found", "There is no file of this id, or it has expired.");

const factsOf = ({ facts }: StoredFile): JsonObject =>
  isObject(facts) ? (facts as JsonObject) : {};

/**
 * The file, if the caller may have it now: he asked for it, may still read the report, and has the rights by which it was
 * made. Rights that have changed since may hide what stands in it.
 */
const fetchable = async (context: RequestContext, id: string) => {
  const { principal, scope, now, services } = context;
  const file = await services.files.find(scope, exportPurpose, id, now);
  if (file === null || file.owner !== principal.actor) return err(none);
  const { report, stamp, scopes } = factsOf(file);
  if (typeof report === "string") {
    const read = await permitted(context, report, "read");
    if (!read.ok) return err(none);
  }
  const isNarrower =
    principal.scopes !== undefined && JSON.stringify(principal.scopes) !== JSON.stringify(scopes);
  if (stamp !== principal.stamp || isNarrower) {
    const changed = "Rights have changed since this file was made; export the report again.";
    return err(fault("pivot/export-void", changed));
  }
  return ok(file);
};

/** The bytes, or a broken stream where the storage has fewer than there were: a file that ends early would look whole. */
async function* all(
  pieces: AsyncIterable<Uint8Array>,
  { bytes }: StoredFile,
): AsyncGenerator<Uint8Array, void, void> {
  let sent = 0;
  for await (const piece of pieces) {
    yield piece;
    sent += piece.length;
  }
  if (sent !== bytes) throw new Error("A stored file is not whole.");
}

const fetched = (file: StoredFile): AuditEntry => {
  const { report } = factsOf(file);
  return {
    action: `${reportEntity}.download`,
    entity: reportEntity,
    entityId: typeof report === "string" ? report : "unsaved",
    label: file.name,
    op: null,
    version: null,
    diff: { changes: [], dropped: [], reversible: true },
  };
};

/** Routes by which files that jobs have made are fetched and given up. */
export const fetchExportRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.fetch-export",
    method: "GET",
    path: "/api/analytics/exports/{id}",
    summary: "The file that a job has made for the caller, until it expires",
    permission: { system: exportPermission },
    params: loosePath,
    response: { media: "application/octet-stream" },
    faults: ["pivot/export-void"],
    limits: "run",
    since: "2026-01-01",
    handler: async (context, { params }) => {
      const file = await fetchable(context, params.id);
      if (!file.ok) return file;
      const { services, scope } = context;
      const pieces = await services.files.open(scope, file.value.id);
      if (pieces === null) return err(none);
      const noted = await services.uow.run(
        context,
        {
          load: () => Promise.resolve(ok(null)),
          decide: () =>
            ok({ events: [fetched(file.value)], parts: [], roots: [], answer: { status: 200 } }),
        },
        null,
      );
      if (!noted.ok) return noted;
      const { name, media, bytes } = file.value;
      return ok(asAttachment(name, media, all(pieces, file.value), bytes));
    },
  }),
  defineRoute({
    id: "pivot.drop-export",
    method: "DELETE",
    path: "/api/analytics/exports/{id}",
    summary: "Give up a file before it expires",
    permission: { system: exportPermission },
    params: loosePath,
    response: null,
    status: 204,
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: async (context, { params }) => {
      const { principal, scope, now, services } = context;
      const file = await services.files.find(scope, exportPurpose, params.id, now);
      if (file === null || file.owner !== principal.actor) return err(none);
      await services.files.remove(scope, file.id);
      return ok({ status: 204 });
    },
  }),
];
