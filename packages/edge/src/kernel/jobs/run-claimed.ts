import type { ClaimedJob } from "./claim.ts";

export interface RunClaimed {
  /** How many run at once. */
  readonly lanes: number;
  /** How many jobs of a kind were claimed for each place. */
  readonly rounds: (kind: string) => number;
  /** Whether a job may still begin. */
  readonly mayBegin: (job: ClaimedJob) => boolean;
  readonly run: (job: ClaimedJob) => Promise<void>;
}

const pairOf = ({ company, kind }: ClaimedJob): string => JSON.stringify([company, kind]);

/**
 * Runs claimed jobs in their order, as many at once as there are lanes and, of one kind of a company, as the claim took
 * places. What was taken over from one who ended without a word runs last and alone, because it may be what ended him.
 * Answers the jobs that were not begun.
 */
export const runClaimed = (
  claimed: readonly ClaimedJob[],
  { lanes, rounds, mayBegin, run }: RunClaimed,
): Promise<readonly ClaimedJob[]> => {
  const waiting = [...claimed];
  const free = new Map<string, number>();
  for (const job of claimed) {
    const pair = pairOf(job);
    free.set(pair, (free.get(pair) ?? 0) + 1 / rounds(job.kind));
  }
  for (const [pair, places] of free) free.set(pair, Math.ceil(places - 1e-9));
  let active = 0;
  let alone = false;

  const next = (): ClaimedJob | undefined => {
    if (active >= lanes || alone) return undefined;
    let at = waiting.findIndex((job) => !job.taken && (free.get(pairOf(job)) ?? 0) > 0);
    if (at < 0 && active === 0) at = waiting.findIndex(({ taken }) => taken);
    const job = waiting[at];
    if (job === undefined || !mayBegin(job)) return undefined;
    waiting.splice(at, 1);
    return job;
  };

  return new Promise((resolve, reject) => {
    const runOne = async (job: ClaimedJob, add: (by: number) => void): Promise<void> => {
      await run(job);
      add(-1);
      alone = false;
      pump();
    };
    const pump = (): void => {
      for (let job = next(); job !== undefined; job = next()) {
        const pair = pairOf(job);
        const add = (by: number): void => {
          free.set(pair, (free.get(pair) ?? 0) - by);
          active += by;
        };
        add(1);
        alone = job.taken;
        runOne(job, add).catch(reject);
      }
      if (active === 0) resolve(waiting);
    };
    pump();
  });
};
