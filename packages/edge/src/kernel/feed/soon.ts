import type { Database } from "../db/db.ts";

/** Asks for work on a database a moment later. */
export interface Soon {
  readonly ask: (database: Database) => void;
  /** Forgets what was asked for and not begun. */
  readonly close: () => void;
}

/**
 * Begins work `delay` milliseconds after it was first asked for, so that what follows from a burst of changes is done
 * once. The pause is given to `waitUntil`, so that a host does not stop it with the response.
 */
export const soon = ({
  work,
  delay,
  waitUntil,
}: {
  readonly work: (database: Database) => void;
  readonly delay: number;
  readonly waitUntil: (work: Promise<unknown>) => void;
}): Soon => {
  const waiting = new Map<Database, () => void>();
  return {
    ask: (database) => {
      if (waiting.has(database)) return;
      waitUntil(
        new Promise<void>((resolve) => {
          const end = (): void => {
            waiting.delete(database);
            resolve();
          };
          const timer = setTimeout(() => {
            end();
            work(database);
          }, delay);
          waiting.set(database, () => {
            clearTimeout(timer);
            end();
          });
        }),
      );
    },
    close: () => {
      for (const forget of waiting.values()) forget();
    },
  };
};
