import {
  BatchCond,
  ClosedError,
  HttpServerError,
  ProtoError,
  ResponseError,
  Stmt,
  type HttpClient,
} from "@libsql/hrana-client";

import { DatabaseError, type Row, type Rows } from "./db.ts";
import type { Statement } from "./sql.ts";
import { toldError } from "./told-error.ts";

/** How a server names what went wrong. */
const codeOf = (error: unknown): string | undefined => {
  if (error instanceof ResponseError) return error.code ?? "";
  if (error instanceof ProtoError) return "HRANA_PROTO_ERROR";
  if (error instanceof HttpServerError) return "SERVER_ERROR";
  return error instanceof ClosedError ? (codeOf(error.cause) ?? "HRANA_CLOSED_ERROR") : undefined;
};

/** The error of the port for one of the protocol; `statement` is the index of what failed. */
const told = (error: unknown, statement?: number): unknown => {
  if (error instanceof DatabaseError) return error;
  if (error instanceof ClosedError && error.cause instanceof DatabaseError) return error.cause;
  const code = codeOf(error);
  if (code === undefined) return error;
  const message = `${code}: ${(error as Error).message}`;
  return toldError(code, message, statement) ?? error;
};

type Answer = Awaited<ReturnType<ReturnType<HttpClient["openStream"]>["query"]>>;

const rowsOf = ({ rows, affectedRowCount }: Answer): Rows => ({
  rows: rows as unknown as readonly Row[],
  changes: affectedRowCount,
});

const stmtOf = ({ sql, args }: Statement): Stmt => new Stmt(sql).bindIndexes([...args]);

/** Runs one statement that reads: a snapshot by itself. */
export const queryServer = async (client: HttpClient, statement: Statement): Promise<Rows> => {
  const stream = client.openStream();
  try {
    const asked = stream.query(stmtOf(statement));
    stream.closeGracefully();
    return rowsOf(await asked);
  } catch (error) {
    throw told(error);
  }
};

/**
 * Runs statements in one transaction and one request: each if the one before went well, then COMMIT, else ROLLBACK. When
 * a server gives up a transaction, several steps may answer an error: the first is told, and none is left without
 * somebody who hears it, because that would end the process.
 */
export const batchOnServer = async (
  client: HttpClient,
  mode: "read" | "write",
  statements: readonly Statement[],
): Promise<readonly Rows[]> => {
  const version = await client.getVersion().catch((error: unknown) => {
    throw told(error);
  });
  const stream = client.openStream();
  const batch = stream.batch(false);
  const begin = batch.step();
  const begun = begin.run(mode === "write" ? "BEGIN IMMEDIATE" : "BEGIN TRANSACTION READONLY");
  let last = begin;
  const next = (): typeof begin => {
    const step = batch.step().condition(BatchCond.ok(last));
    last = version >= 3 ? step.condition(BatchCond.not(BatchCond.isAutocommit(batch))) : step;
    return last;
  };
  const answers = statements.map((statement) => next().query(stmtOf(statement)));
  const committed = next().run("COMMIT");
  const undone = batch
    .step()
    .condition(BatchCond.not(BatchCond.ok(last)))
    .run("ROLLBACK");
  const steps = Promise.allSettled([begun, ...answers, committed]);
  undone.catch(() => undefined);
  const executed = batch.execute();
  stream.closeGracefully();
  try {
    await executed;
  } catch (error) {
    throw told(error);
  }
  const results = await steps;
  const failed = results.findIndex(({ status }) => status === "rejected");
  if (failed >= 0) {
    const { reason } = results[failed] as PromiseRejectedResult;
    const isStatement = failed > 0 && failed <= statements.length;
    throw told(reason, isStatement ? failed - 1 : undefined);
  }
  const rows = results
    .slice(1, -1)
    .map((one) => (one as PromiseFulfilledResult<Answer | undefined>).value);
  const whole = rows.every((one) => one !== undefined);
  const done = (results.at(-1) as PromiseFulfilledResult<unknown>).value !== undefined;
  // No error and no answer: the server gave the transaction up on its own.
  if (!whole || !done) throw new DatabaseError("unknown", "The server left the batch unfinished.");
  return rows.map((one) => rowsOf(one as Answer));
};
