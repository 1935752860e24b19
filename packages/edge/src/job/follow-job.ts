import type { RequestContext, Row, ServerEvent } from "../kernel/index.ts";
import { jobJson, stateOf } from "./job-json.ts";
import { hasEnded } from "./steer.ts";
import { readJob } from "./store.ts";

/** Milliseconds between two looks at the row: another process may be the one that works. */
const between = 400;

/**
 * Milliseconds after which a stream ends, whatever the job does. Rights and credentials are checked when it begins, so
 * that who has lost them is told nothing more than a minute later; others come back and go on where they were.
 */
const longest = 50_000;

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, between);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });

const eventOf = (row: Row, now: number): string => {
  if (!hasEnded(row)) return "progress";
  return stateOf(row, now) === "done" ? "done" : "failed";
};

/**
 * What happens to a job from now on: `progress` as often as its row tells something new, then once `done` or `failed`.
 * Each carries the number of the news as its id, so a client that names the last one it had is told nothing twice, and
 * the end in any case. Ends when the job is removed, and after less than a minute, for the client to come back.
 */
export async function* followJob(
  context: RequestContext,
  first: Row,
  after: number,
): AsyncGenerator<ServerEvent> {
  const { signal } = context;
  const began = performance.now();
  let last = after;
  let row: Row | null = first;
  while (row !== null && !signal.aborted) {
    const no = Number(row["progress_no"]);
    if (no > last) {
      last = no;
      const now = context.now + (performance.now() - began);
      yield { id: String(no), event: eventOf(row, now), data: jobJson(row, now) };
    }
    if (hasEnded(row)) return;
    await pause(signal);
    if (signal.aborted || performance.now() - began >= longest) return;
    row = await readJob(context, String(first["id"]));
  }
}
