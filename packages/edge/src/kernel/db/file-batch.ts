import type { Rows } from "./db.ts";
import type { FileConnection } from "./file-driver.ts";
import type { Statement } from "./sql.ts";
import { toldError } from "./told-error.ts";

const codeOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : "";
};

/** The same error, told as what it means for the batch where that is known. */
export const toldOfFile = (error: unknown, statement?: number): unknown =>
  error instanceof Error ? (toldError(codeOf(error), error.message, statement) ?? error) : error;

/** Runs the statements between `begin` and `commit`; whatever is thrown, no transaction is left open. */
export const inBatch = (
  connection: FileConnection,
  begin: string,
  statements: readonly Statement[],
): readonly Rows[] => {
  try {
    connection.tell(begin);
  } catch (error) {
    throw toldOfFile(error);
  }
  try {
    const results = statements.map((statement, at) => {
      if (!connection.inTransaction()) throw new Error("A statement ended the batch it is in.");
      try {
        return connection.run(statement);
      } catch (error) {
        throw toldOfFile(error, at);
      }
    });
    try {
      connection.tell("commit");
    } catch (error) {
      throw toldOfFile(error);
    }
    return results;
  } finally {
    if (connection.inTransaction()) connection.tell("rollback");
  }
};

/** One statement that reads is a snapshot by itself. */
export const alone = (connection: FileConnection, statement: Statement): readonly Rows[] => {
  try {
    return [connection.run(statement)];
  } catch (error) {
    throw toldOfFile(error, 0);
  } finally {
    if (connection.inTransaction()) connection.tell("rollback");
  }
};
