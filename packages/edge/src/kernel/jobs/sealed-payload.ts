import {
  isObject,
  ok,
  type CompanyId,
  type Json,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";

import type { KeyRing } from "../keys/keys.ts";
import type { SealPlace } from "../keys/seal.ts";
import type { NewJob } from "./new-job.ts";

const purpose = "job";
const mark = "$sealed";

/** Bound to company and kind, not to the row: a payload moves to the job that replaces one or follows it. */
const placeOf = (company: CompanyId, kind: string): SealPlace => ({
  company,
  table: "job",
  row: kind,
  field: "payload",
});

/** The jobs as they are written: the payloads of those that ask for it are sealed. */
export const sealPayloads = (
  keys: KeyRing,
  company: CompanyId,
  jobs: readonly NewJob[],
): Promise<readonly NewJob[]> =>
  Promise.all(
    jobs.map(async (job) => {
      if (job.sealed !== true) return job;
      const text = JSON.stringify(job.payload);
      return {
        ...job,
        payload: { [mark]: await keys.seal(purpose, placeOf(company, job.kind), text) },
      };
    }),
  );

interface Sealed {
  readonly [mark]: string;
}

export const isSealed = (payload: Json): payload is JsonObject & Sealed =>
  isObject(payload) && typeof payload[mark] === "string";

/** A payload as it was enqueued. Faults: those of `KeyRing.open`. */
export const openPayload = async (
  keys: KeyRing,
  { company, kind }: { readonly company: CompanyId; readonly kind: string },
  payload: Sealed,
): Promise<Result<Json>> => {
  const opened = await keys.open(purpose, placeOf(company, kind), payload[mark]);
  return opened.ok ? ok(JSON.parse(opened.value) as Json) : opened;
};
