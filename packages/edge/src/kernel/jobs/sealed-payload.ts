import { isObject, ok, type CompanyId, type Json, type Result } from "@ennead/core/kernel";

import type { Database } from "../db/db.ts";
import { sql } from "../db/sql.ts";
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

const openSealed = async (
  keys: KeyRing,
  { company, kind }: Claimed,
  sealed: string,
): Promise<Result<Json>> => {
  const opened = await keys.open(purpose, placeOf(company, kind), sealed);
  return opened.ok ? ok(JSON.parse(opened.value) as Json) : opened;
};

/** What `payloadOf` needs to know of a job. */
interface Claimed {
  readonly company: CompanyId;
  readonly id: string;
  readonly kind: string;
  /** Null where it is read by itself. */
  readonly payload: string | null;
}

const readAlone = async (database: Database, { company, id }: Claimed): Promise<string> => {
  const [found] = await database.read([
    sql`select payload from job where company_id = ${company} and id = ${id}`,
  ]);
  return String(found?.rows[0]?.["payload"] ?? "null");
};

/** A payload as it was enqueued: at once, when it came with the claim and is not sealed. Faults: those of `KeyRing.open`. */
export const payloadOf = (
  keys: KeyRing,
  database: Database,
  job: Claimed,
): Result<Json> | Promise<Result<Json>> => {
  const read = (text: string): Result<Json> | Promise<Result<Json>> => {
    const payload = JSON.parse(text) as Json;
    const sealed = isObject(payload) ? payload[mark] : undefined;
    return typeof sealed === "string" ? openSealed(keys, job, sealed) : ok(payload);
  };
  return job.payload === null ? readAlone(database, job).then(read) : read(job.payload);
};

/** A sealed payload as it is written, sealed anew; null when it does not open. */
export const resealPayload = async (
  keys: KeyRing,
  company: CompanyId,
  kind: string,
  payload: string,
): Promise<string | null> => {
  const sealed = (JSON.parse(payload) as Readonly<Record<string, Json>>)[mark];
  const place = placeOf(company, kind);
  const text = await keys.open(purpose, place, String(sealed));
  return text.ok ? JSON.stringify({ [mark]: await keys.seal(purpose, place, text.value) }) : null;
};
