import type { Database } from "../db/db.ts";

/**
 * Begins work on a database soon after something due was written to it, once at a time: what is asked for meanwhile is
 * done in a further turn. `enter` says that work begins, and answers how it ends, or null when nothing may begin any
 * more; `work` is given to `waitUntil`, so that a host does not stop it with the response.
 */
export const draining = (options: {
  readonly work: (database: Database) => Promise<unknown>;
  readonly enter: () => (() => void) | null;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly failed: (error: unknown) => void;
}): ((database: Database) => void) => {
  const turns = new Map<Database, "last" | "another">();

  const drain = async (database: Database, leave: () => void): Promise<void> => {
    try {
      // The response goes first.
      await new Promise((resolve) => {
        setTimeout(resolve, 0);
      });
      do {
        turns.set(database, "last");
        await options.work(database);
      } while (turns.get(database) === "another");
    } catch (error) {
      options.failed(error);
    } finally {
      turns.delete(database);
      leave();
    }
  };

  return (database) => {
    if (turns.has(database)) {
      turns.set(database, "another");
      return;
    }
    const leave = options.enter();
    if (leave === null) return;
    turns.set(database, "last");
    options.waitUntil(drain(database, leave));
  };
};
