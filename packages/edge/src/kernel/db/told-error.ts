import { DatabaseError } from "./db.ts";

/** The words of our triggers and of SQLite itself. A server sends them in the text of an unnamed error. */
const refusal =
  /constraint failed|malformed JSON|\b(?:UNAUDITED|DUPLICATE|BAD_VERSION|BAD_KEY|APPEND_ONLY|LICENCE|LICENCE_STATE|AUDIT_[A-Z]+)\b/;

/** A server has no name for these either. */
const locked = /database (?:table )?is locked/;
const broken = /database or disk is full|readonly database|database disk image is malformed/;

const failure = /^(?:SQLITE_(?:FULL|READONLY|CANTOPEN|NOTADB|CORRUPT|PERM|AUTH)|CLIENT_CLOSED)/;

/** A server names the first by its text alone; the second is SQLite's, for a value beyond its longest. */
const tooLarge = /response is too large|string or blob too big/i;

/** The server may have committed before it, or we, lost the thread. */
const lost = /^(?:HRANA_|SERVER_ERROR|STREAM_EXPIRED|TRANSACTION_TIMEOUT)/;

/**
 * What an error of SQLite or of a server says about the batch, by its code and text, or undefined for one that says
 * nothing about it: a statement that is no SQL, say. `statement` is the index of the one that failed.
 */
export const toldError = (
  code: string,
  message: string,
  statement: number | undefined,
): DatabaseError | undefined => {
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED") || locked.test(message)) {
    return new DatabaseError("busy", message, statement);
  }
  if (code.startsWith("SQLITE_CONSTRAINT") || refusal.test(message)) {
    return new DatabaseError("refused", message, statement);
  }
  if (failure.test(code) || broken.test(message)) {
    return new DatabaseError("failed", message, statement);
  }
  if (code === "RESPONSE_TOO_LARGE" || code === "SQLITE_TOOBIG" || tooLarge.test(message)) {
    return new DatabaseError("too-large", message, statement);
  }
  if (code.startsWith("SQLITE_IOERR") || lost.test(code)) {
    return new DatabaseError("unknown", message, statement);
  }
  return undefined;
};
