import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("faults-worker.ts", import.meta.url));

/** What a call to a worker came to; `died` when no answer will come. */
export type Told =
  | { readonly kind: "told"; readonly value: unknown }
  | { readonly kind: "failed"; readonly error: string }
  | { readonly kind: "died" };

/** A process that can be killed, as its parent sees it. */
export interface Worker {
  /** Where it ends itself: `after:batch#3`. */
  readonly crashAt: string | undefined;
  readonly isAlive: () => boolean;
  readonly call: (what: string, given?: unknown) => Promise<Told>;
  /** SIGKILL; resolves once it is gone. */
  readonly kill: () => Promise<void>;
  /** Whether `kill` was what ended it. */
  readonly wasKilled: () => boolean;
}

/** Starts a process; it loads the edge and waits to be told which database to open. */
export const startWorker = (
  crashAt: string | undefined,
  logged: (line: string) => void,
): Worker => {
  const { ENNEAD_CRASH_AT: _, NODE_OPTIONS: __, ...inherited } = process.env;
  const child = fork(entry, [], {
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...inherited, ...(crashAt === undefined ? {} : { ENNEAD_CRASH_AT: crashAt }) },
  });
  const waiting = new Map<number, (told: Told) => void>();
  let [n, alive, killed] = [0, true, false];
  child.stderr?.on("data", (chunk: Buffer) => logged(chunk.toString().trim()));
  child.on("message", (message) => {
    const told = message as { n?: number; value?: unknown; error?: string; logged?: string };
    if (told.logged !== undefined) logged(told.logged);
    if (told.n === undefined) return;
    const resolve = waiting.get(told.n);
    waiting.delete(told.n);
    resolve?.(
      told.error === undefined
        ? { kind: "told", value: told.value }
        : { kind: "failed", error: told.error },
    );
  });
  // What it said before it died is still read: `exit` may come before the last message.
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      alive = false;
      for (const one of waiting.values()) one({ kind: "died" });
      waiting.clear();
      resolve();
    };
    child.on("error", end);
    child.on("close", end);
  });
  return {
    crashAt,
    isAlive: () => alive,
    wasKilled: () => killed,
    call: (what, given) =>
      new Promise((resolve) => {
        if (!alive) {
          resolve({ kind: "died" });
          return;
        }
        n += 1;
        const call = n;
        waiting.set(call, resolve);
        child.send({ n: call, what, given }, (error) => {
          if (error !== null && waiting.delete(call)) resolve({ kind: "died" });
        });
      }),
    kill: () => {
      if (alive) killed = true;
      child.kill("SIGKILL");
      return gone;
    },
  };
};
