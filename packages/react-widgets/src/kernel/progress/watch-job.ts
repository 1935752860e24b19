import type { Client } from "../client/create-client.ts";
import { events } from "../client/events.ts";
import { whenVisible } from "../client/page.ts";
import { pause } from "../client/pause.ts";
import { pathOf } from "../path-of.ts";
import { ProblemError } from "../problem.ts";
import { hasEnded, jobOf, type Job } from "./job.ts";

/** `live` by a stream, `polling` where streams do not get through, `lost` while the server does not answer. */
export type JobLine = "connecting" | "live" | "polling" | "lost";

export interface JobWatch {
  readonly onJob: (job: Job) => void;
  readonly onLine: (line: JobLine) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds until a stream that has told nothing is taken for held back, and between two questions after that. */
const patience = 5000;
const pace = 2000;
const longest = 30_000;

/**
 * Tells how far a job is until it has ended: its state at once, then what a stream of events brings. While no stream gets
 * through, because something between holds it back or refuses it, it asks again and again instead. Throws ProblemError
 * when the job cannot be seen.
 */
export const watchJob = async (
  client: Client,
  id: string,
  { onJob, onLine, signal }: JobWatch,
): Promise<void> => {
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  let open = false;
  let news = 0;
  let asked = 0;
  let hurry = new AbortController();

  const take = (job: Job): void => {
    news += 1;
    onJob(job);
    if (hasEnded(job)) over.abort();
  };
  const stream = async (): Promise<void> => {
    await events(client, pathOf("job.events", { id }), {
      signal: both,
      onEvent: ({ data }) => {
        const job = jobOf(data);
        if (job !== undefined) take(job);
      },
      onOpen: (now) => {
        open = now;
        if (now) onLine("live");
        // The line is gone: ask at once whether the server is, too.
        else hurry.abort();
      },
    });
  };
  const ask = async (): Promise<boolean> => {
    const before = news;
    asked += 1;
    try {
      const job = await client.job.read({ params: { id }, signal: both });
      // An event that came meanwhile is newer than this answer.
      if (news === before) take(job);
      if (!open && !both.aborted && asked > 1) onLine("polling");
      return true;
    } catch (error) {
      if (both.aborted) return false;
      if (!(error instanceof ProblemError) || !error.transient) throw error;
      if (!open) onLine("lost");
      return false;
    }
  };
  const rest = async (ms: number): Promise<void> => {
    hurry = new AbortController();
    await pause(ms, AbortSignal.any([both, hurry.signal])).catch(() => undefined);
    await whenVisible(both).catch(() => undefined);
  };

  const poll = async (): Promise<void> => {
    let failures = 0;
    let wait = patience;
    /* oxlint-disable no-await-in-loop */
    while (!both.aborted) {
      if (!open) failures = (await ask()) ? 0 : failures + 1;
      await rest(failures === 0 ? wait : Math.min(longest, pace * 2 ** failures));
      wait = open ? patience : pace;
    }
    /* oxlint-enable no-await-in-loop */
  };

  onLine("connecting");
  try {
    // What is wrong with the stream alone is no reason to stop: asking says whether the job can be seen.
    stream().catch(() => undefined);
    await poll();
  } finally {
    over.abort();
  }
};
