import { fault, type Fault } from "@ennead/core/kernel";

import { DatabaseError, type DatabaseErrorKind } from "../db/db.ts";
import type { Logger } from "../logger.ts";

/** What may pass later. A refusal, and too large a read, are bugs of ours by the time they get here. */
const unavailable: Readonly<Partial<Record<DatabaseErrorKind, string>>> = {
  busy: "The database is busy; ask again.",
  unknown: "The database did not answer; ask again.",
  failed: "The database can store nothing at present; nothing was changed.",
};

/** Which request it was, for the log. */
export interface Crashed {
  readonly route: string;
  readonly requestId: string;
}

/** What the caller is told of an error that was thrown. What he is not told is logged, with its stack. */
export const faultOfError = (error: unknown, at: Crashed, logger: Logger): Fault => {
  const { route, requestId } = at;
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return fault("kernel/timeout", "The request took too long and was given up.");
  }
  if (error instanceof DOMException && error.name === "AbortError") {
    return fault("kernel/bad-request", "The caller left before the answer.");
  }
  const sentence = error instanceof DatabaseError ? unavailable[error.kind] : undefined;
  if (error instanceof DatabaseError && sentence !== undefined) {
    const { kind, message } = error;
    const level = kind === "failed" ? "error" : "warn";
    logger(level, "database-unavailable", { route, requestId, kind, message });
    return fault("kernel/unavailable", sentence);
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logger("error", "internal", { route, requestId, error: told });
  return fault("kernel/internal", "Something went wrong on our side.");
};
