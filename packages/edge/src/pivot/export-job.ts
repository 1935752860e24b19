import { permits } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import { fileName } from "@ennead/core/export";
import { defineJob } from "@ennead/core/job";
import {
  err,
  fault,
  ok,
  type Fault,
  type Json,
  type JsonObject,
  type Result,
  type UserId,
} from "@ennead/core/kernel";
import * as v from "valibot";

import {
  handleJob,
  type JobFailure,
  type JobKind,
  type RequestContext,
  type RunningJob,
} from "../kernel/index.ts";
import { asPerson } from "./as-person.ts";
import { computeFile, exportFile, type Asked } from "./export-file.ts";
import { exportPermission } from "./export-permission.ts";
import { formats, type Format } from "./formats.ts";
import { permitted } from "./permitted.ts";
import type { Reporting } from "./reporting.ts";

const object = v.record(v.string(), v.unknown());

/** A file that is made apart from the request that asked for it. */
export const reportExport = defineJob({
  kind: "report.export",
  schema: v.object({
    report: v.nullable(v.string()),
    name: v.string(),
    format: v.picklist(formats),
    of: v.picklist(["cells", "records"]),
    spec: object,
    view: v.nullable(object),
  }),
  maxAttempts: 5,
  lease: 60_000,
  concurrency: 2,
  backoff: { base: 1000, cap: 60_000 },
});

/** What files of exports are kept for, and what must hold of who fetches one. */
export const exportPurpose = "pivot.export";

type Payload = v.InferOutput<typeof reportExport.schema>;

export const payloadOf = (
  { id, name, spec, view, of }: Asked,
  format: Format,
): Readonly<Record<string, Json>> => ({
  report: id,
  name,
  format,
  of,
  spec: spec as Json,
  view,
});

/** Trying again is of no use: what was asked for may not be had, or cannot be. */
const refused = (why: Fault): Result<never, JobFailure> =>
  err({ message: why.code, fault: why, hopeless: true });

/** Lets what else the process has to do come in between. */
const breath = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

/** Tells of the progress between two pieces, and ends once the job is cancelled or lost. */
async function* told(
  job: RunningJob<Payload>,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  progress: () => { readonly done: number; readonly total: number },
): AsyncGenerator<Uint8Array, void, void> {
  for await (const piece of pieces) {
    job.context.signal.throwIfAborted();
    yield piece;
    await job.progress({ ...progress(), phase: "rows" });
    await breath();
  }
}

/** The context of who asked, if he may still have what he asked for. */
const asker = async ({
  context,
  actor,
  scopes,
  payload,
}: RunningJob<Payload>): Promise<Result<RequestContext, Fault>> => {
  const as = actor === null ? null : await asPerson(context, actor as UserId, scopes);
  if (as === null) return err(fault("access/forbidden", "Who asked for this is no active user."));
  if (!permits(as.model, as.principal, { system: exportPermission }).allow) {
    return err(fault("access/forbidden", `This takes the permission ${exportPermission}.`));
  }
  if (payload.report === null) return ok(as);
  const report = await permitted(as, payload.report, "read");
  return report.ok ? ok(as) : report;
};

const run = async (
  job: RunningJob<Payload>,
  reporting: Reporting,
): Promise<Result<Json, JobFailure>> => {
  const { context, payload } = job;
  const as = await asker(job);
  if (!as.ok) return refused(as.error);
  await job.progress({ done: 0, phase: "cells" });
  const { report, name, format, of, spec } = payload;
  const computed = await computeFile(as.value, reporting, { spec, id: report, of });
  if (!computed.ok)
    return refused(computed.error[0] ?? fault("pivot/bad-spec", "It cannot be run."));
  const { locale } = await context.services.ports.directory.company(context.scope);
  const view = payload.view as JsonObject | null;
  const made = exportFile(as.value, computed.value, format, { name, view }, locale, true);
  if (!made.ok)
    return refused(made.error[0] ?? fault("access/obligation-unmet", "It may not leave."));
  const file = made.value;
  let done = 0;
  const pieces = await file.pieces((rows) => {
    done = rows;
  });
  const { actor, stamp, scopes = null } = as.value.principal;
  const expiresAt = context.now + reporting.limits(context.company).fileLasts;
  const called = fileName(name, format);
  const written = await context.services.files.write(
    context,
    {
      purpose: exportPurpose,
      owner: actor,
      name: called,
      media: file.media,
      facts: { report, stamp, scopes: scopes as unknown as Json },
      expiresAt,
    },
    told(job, pieces, () => ({ done, total: file.rows })),
  );
  const result = {
    id: written.id,
    path: `/api/analytics/exports/${written.id}`,
    name: called,
    media: file.media,
    bytes: written.bytes,
    rows: file.rows,
    expiresAt: formatInstant(expiresAt),
  };
  // A wish to stop is heard until the last moment; what is written is nobody's then.
  if (!(await job.renew())) {
    await context.services.files.remove(context.scope, written.id);
    return err({ message: "The job was cancelled or is another's." });
  }
  return job.complete(
    {
      load: () => Promise.resolve(ok(null)),
      decide: () =>
        ok({
          events: [],
          parts: [written.ready],
          roots: [],
          guards: [written.guard],
          answer: { status: 204 },
        }),
    },
    result,
  );
};

/**
 * Makes a file with the rights that its asker has when it is made. Each attempt writes a file of its own, which becomes one
 * to fetch in the batch that ends the job: a killed or repeated attempt leaves nothing that could be fetched.
 */
export const exportJob = (reporting: Reporting): JobKind =>
  handleJob(reportExport, async (job) => {
    const held = setInterval(() => void job.renew().catch(() => false), reportExport.lease / 2);
    try {
      return await run(job, reporting);
    } finally {
      clearInterval(held);
    }
  });
