import { DatabaseError, type Rows } from "./db.ts";
import { inBatch, toldOfFile } from "./file-batch.ts";
import type { FileConnection } from "./file-driver.ts";
import type { Statement } from "./sql.ts";

type Statements = readonly Statement[];

type Outcome =
  | { readonly ok: true; readonly rows: readonly Rows[] }
  | { readonly ok: false; readonly error: unknown };

/** Batches of one commit at most, and milliseconds after which no further one is begun in it. */
const mostAtOnce = 16;
const longest = 5;

/** Turns of the queue of microtasks for which the first of a group waits for others: no time passes. */
const turnsToWait = 24;

/** What changes rows and nothing else. A batch with any other statement has a commit of its own. */
const plain = /^\s*(?:select|insert|update|delete|with)\b/i;

const isPlain = (statements: Statements): boolean => statements.every(({ sql }) => plain.test(sql));

const settled = (work: () => readonly Rows[]): Outcome => {
  try {
    return { ok: true, rows: work() };
  } catch (error) {
    return { ok: false, error };
  }
};

const isBusy = (outcome: Outcome): boolean =>
  !outcome.ok && outcome.error instanceof DatabaseError && outcome.error.kind === "busy";

/** One batch within the transaction of a group: all of it or nothing. */
const inSavepoint = (connection: FileConnection, statements: Statements): readonly Rows[] => {
  connection.tell("savepoint batch");
  let at = 0;
  try {
    const rows = statements.map((statement, index) => {
      at = index;
      return connection.run(statement);
    });
    connection.tell("release batch");
    return rows;
  } catch (error) {
    if (connection.inTransaction()) connection.tell("rollback to batch; release batch");
    throw toldOfFile(error, at);
  }
};

/** Writes batches with one commit, or answers null when that did not come about and nothing was written. */
const together = (
  connection: FileConnection,
  batches: readonly Statements[],
): readonly Outcome[] | null => {
  try {
    connection.tell("begin immediate");
  } catch (error) {
    throw toldOfFile(error);
  }
  try {
    const until = performance.now() + longest;
    const outcomes: Outcome[] = [];
    for (const statements of batches) {
      if (outcomes.length > 0 && performance.now() > until) break;
      const outcome = settled(() => inSavepoint(connection, statements));
      // A full disk, say, ends the transaction of all; and what is busy stays in progress on this connection.
      if (!connection.inTransaction() || isBusy(outcome)) return null;
      outcomes.push(outcome);
    }
    try {
      connection.tell("commit");
    } catch (error) {
      const told = toldOfFile(error);
      // Whether it was written is not known, so it must not be written once more.
      if (!(told instanceof DatabaseError) || told.kind === "unknown") {
        return outcomes.map((one) => (one.ok ? { ok: false, error: told } : one));
      }
      // What is checked at COMMIT, of one of them.
      return null;
    }
    return outcomes;
  } finally {
    if (connection.inTransaction()) connection.tell("rollback");
  }
};

interface Waiting {
  readonly statements: Statements;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Writes batches in the order in which they come. Those that wait at the same moment share one commit, which is most of
 * what a small batch costs; each remains all or nothing by itself, and none is answered before the commit. `patiently`
 * does the work while the file is free.
 */
export const inGroups = (
  patiently: <T>(work: (connection: FileConnection) => T) => Promise<T>,
): ((statements: Statements) => Promise<readonly Rows[]>) => {
  const waiting: Waiting[] = [];
  let busy = false;

  const oneByOne = async (some: readonly Waiting[]): Promise<void> => {
    for (const { statements, settle } of some) {
      try {
        settle({
          ok: true,
          rows: await patiently((file) => inBatch(file, "begin immediate", statements)),
        });
      } catch (error) {
        settle({ ok: false, error });
      }
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      for (let turn = 0; turn < turnsToWait; turn += 1) await undefined;
      const next = waiting.slice(0, mostAtOnce);
      const odd = next.findIndex(({ statements }) => !isPlain(statements));
      const some = odd < 0 ? next : next.slice(0, Math.max(odd, 1));
      let outcomes: readonly Outcome[] | null = null;
      if (some.length > 1) {
        try {
          outcomes = await patiently((file) =>
            together(
              file,
              some.map(({ statements }) => statements),
            ),
          );
        } catch (error) {
          outcomes = some.map(() => ({ ok: false, error }));
        }
      }
      waiting.splice(0, outcomes?.length ?? some.length);
      if (outcomes === null) await oneByOne(some);
      else for (const [at, outcome] of outcomes.entries()) some[at]?.settle(outcome);
    }
    busy = false;
  };

  return (statements) =>
    new Promise((resolve, reject) => {
      waiting.push({
        statements,
        settle: (outcome) => {
          if (outcome.ok) resolve(outcome.rows);
          else reject(outcome.error as Error);
        },
      });
      if (busy) return;
      busy = true;
      void drain();
    });
};
