import type { Command, Reply } from "./faults-history.ts";
import type { DrillPlace } from "./faults-place.ts";
import { startWorker, type Worker } from "./faults-process.ts";
import type { Chance } from "./fuzz-random.ts";

/** Where a worker may end itself. */
const points = ["before:batch", "after:batch", "before:deliver", "after:deliver"] as const;

/** The workers of a drill: as many as there should be, each replaced when it has died. */
export interface Crew {
  /** Points at them a database; those that are open on another one end. */
  readonly board: (place: Pick<DrillPlace, "options" | "outside">) => Promise<void>;
  /** Replaces the dead. */
  readonly muster: () => Promise<void>;
  readonly workers: () => readonly Worker[];
  /** Sends a command to one of them; null when no answer came. */
  readonly ask: (command: Command) => Promise<Reply | null>;
  /** Whether those who come from here on may end themselves. */
  armed: boolean;
  /** A process that nobody counts: for drills of the start. */
  readonly recruit: (crashAt: string | undefined) => Worker;
  readonly close: () => Promise<void>;
}

const requestOf = (command: Command): object => {
  const { id, company, key, ifMatch, kind, method, path, body } = command;
  return {
    method,
    path,
    headers: {
      authorization: `Bearer ${company.token}`,
      "x-request-id": id,
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
      ...(body === undefined
        ? {}
        : { "content-type": kind === "bulk" ? "application/x-ndjson" : "application/json" }),
    },
    ...(body === undefined ? {} : { body }),
  };
};

/** `died` is told of each worker that ended by itself, `logged` of every error that one of them logs. */
export const makeCrew = (
  size: number,
  chance: Chance,
  died: (crashAt: string) => void,
  logged: (line: string) => void,
): Crew => {
  let slots: Worker[] = [];
  let options: object | undefined;
  const spare: Worker[] = [];
  const all = new Set<Worker>();

  const start = (crashAt: string | undefined): Worker => {
    const worker = startWorker(crashAt, logged);
    all.add(worker);
    return worker;
  };
  /** One that has loaded already, so that a drill does not wait for it. */
  const fresh = (): Worker => {
    const at = chance.happens(0.85) ? `${chance.pick(points)}#${chance.whole(1, 8)}` : undefined;
    const wanted = crew.armed ? at : undefined;
    const found = spare.findIndex(
      ({ crashAt }) => (crashAt === undefined) === (wanted === undefined),
    );
    const [ready] = found < 0 ? [] : spare.splice(found, 1);
    spare.push(start(wanted));
    return ready ?? start(wanted);
  };
  const bury = (worker: Worker): void => {
    all.delete(worker);
    if (!worker.wasKilled()) died(worker.crashAt ?? "nowhere");
  };
  const replace = async (at: number): Promise<void> => {
    for (let tries = 0; tries < 40; tries += 1) {
      const worker = fresh();
      const told = await worker.call("open", options);
      if (told.kind === "told") {
        slots[at] = worker;
        return;
      }
      // A server that is down for the moment, or a point that lies before the first request.
      if (worker.isAlive()) await worker.kill();
      bury(worker);
    }
    throw new Error("No worker can open the database.");
  };
  let mustering: Promise<void> | undefined;
  const muster = (): Promise<void> => {
    mustering ??= (async () => {
      try {
        await Promise.all(
          Array.from({ length: size }, async (_, at) => {
            const worker = slots[at];
            if (worker?.isAlive() === true) return;
            if (worker !== undefined) bury(worker);
            await replace(at);
          }),
        );
      } finally {
        mustering = undefined;
      }
    })();
    return mustering;
  };
  const crew: Crew = {
    armed: true,
    board: async ({ options: to, outside }) => {
      await Promise.all(slots.map((worker) => worker.kill()));
      for (const worker of slots) all.delete(worker);
      slots = [];
      options = { ...to, outside };
      await muster();
    },
    muster,
    workers: () => slots.filter((worker) => worker.isAlive()),
    ask: async (command) => {
      if (crew.workers().length === 0) await muster();
      const here = crew.workers();
      if (here.length === 0) return null;
      const told = await chance.pick(here).call("ask", requestOf(command));
      if (told.kind === "failed") {
        logged(`a request failed: ${told.error}`);
        return null;
      }
      return told.kind === "told" ? (told.value as Reply) : null;
    },
    recruit: start,
    close: async () => {
      await Promise.all([...all].map((worker) => worker.kill()));
    },
  };
  return crew;
};
