import { err, fault, ok, type Json, type Result } from "@ennead/core/kernel";

import type { IdempotencyKey, RequestContext } from "../context.ts";
import type { Database } from "../db/db.ts";
import { sql, type Statement } from "../db/sql.ts";
import type { Answer } from "../http/answer.ts";
import type { SealPlace } from "../keys/seal.ts";

/** How long a stored answer is kept, in milliseconds: 48 hours. */
export const keptFor = 48 * 60 * 60 * 1000;

/** Headers that an answer repeats when it is replayed. */
const replayed = "idempotency-replayed";

interface Stored {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

const purpose = "idempotency";

const placeOf = ({ company, principal }: RequestContext, key: string): SealPlace => ({
  company,
  table: "idempotency",
  row: JSON.stringify([principal.actor, key]),
  field: "response",
});

/**
 * The statement that claims the key and stores the answer, sealed because it may hold data about people. It is refused
 * when the key has been used.
 */
export const storeAnswer = async (
  context: RequestContext,
  { key, hash }: IdempotencyKey,
  { status, body, headers }: Answer,
): Promise<Statement> => {
  const stored: Stored = {
    status,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  };
  const sealed = await context.services.keys.seal(
    purpose,
    placeOf(context, key),
    JSON.stringify(stored),
  );
  return sql`insert into idempotency(company_id, actor, key, hash, route, api_version, response, created_at)
    values (${context.company}, ${context.principal.actor}, ${key}, ${hash}, ${context.route},
      ${context.apiVersion}, ${sealed}, ${context.now})`;
};

/** Whether an answer was stored before answers were sealed: those are honoured for as long as they are kept. */
const isUnsealed = async (
  { scope, company, principal }: RequestContext,
  key: string,
  response: string,
): Promise<boolean> => {
  if (!response.startsWith("{")) return false;
  const [found] = await scope.read(
    sql`select 1 from idempotency where company_id = ${company} and actor = ${principal.actor} and key = ${key}
      and created_at <= (select applied_at from schema_migration where id = '0002_kernel')`,
  );
  return found?.rows.length === 1;
};

/**
 * What was answered under this key before, or null. The same key with another request is refused:
 * `kernel/idempotency-mismatch`. `kernel/key-missing` when the key that sealed the answer has left the ring.
 */
export const findAnswer = async (
  context: RequestContext,
  { key, hash }: IdempotencyKey,
): Promise<Result<Answer> | null> => {
  const [found] = await context.scope.read(
    sql`select hash, response from idempotency
      where company_id = ${context.company} and actor = ${context.principal.actor} and key = ${key}`,
  );
  const row = found?.rows[0];
  if (row === undefined) return null;
  if (row["hash"] !== hash) {
    return err(
      fault(
        "kernel/idempotency-mismatch",
        "This Idempotency-Key was used for another request; take a new one.",
      ),
    );
  }
  const response = String(row["response"]);
  const opened = (await isUnsealed(context, key, response))
    ? ok(response)
    : await context.services.keys.open(purpose, placeOf(context, key), response);
  if (!opened.ok) return opened;
  const stored = JSON.parse(opened.value) as Stored;
  return ok({ ...stored, headers: { ...stored.headers, [replayed]: "true" } });
};

/** How many answers are swept in one batch. */
export const sweptAtOnce = 1000;

/** Removes a portion of the answers that are older than they are kept; answers how many went. */
export const sweepAnswers = async (database: Database, now: number): Promise<number> => {
  const [gone] = await database.write([
    sql`delete from idempotency where (company_id, actor, key) in
      (select company_id, actor, key from idempotency where created_at < ${now - keptFor} limit ${sweptAtOnce})`,
  ]);
  return gone?.changes ?? 0;
};
