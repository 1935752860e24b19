import type { Clock, Instant } from "@ennead/core/kernel";

export interface MinuteDriverOptions {
  /** `ennead.tickInTime`. */
  readonly tick: (now: Instant) => Promise<{ readonly nextAt: Instant | null }>;
  readonly clock: Clock;
  /** Told of a tick that threw; the next one comes all the same. */
  readonly failed: (error: unknown) => void;
}

const longest = 60_000;
const shortest = 1_000;

/**
 * Drives the time of a process that lives on: a tick now, then once a minute, or when the next job is due if that is
 * sooner. Rows are the truth, so a tick too many does no harm. Answers how to stop it, which waits for a tick that runs.
 */
export const minuteDriver = ({
  tick,
  clock,
  failed,
}: MinuteDriverOptions): (() => Promise<void>) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  const drive = async (): Promise<void> => {
    let wait = longest;
    try {
      const { nextAt } = await tick(clock());
      if (nextAt !== null) wait = Math.min(longest, Math.max(nextAt - clock(), shortest));
    } catch (error) {
      failed(error);
    }
    if (!stopped) timer = setTimeout(begin, wait);
  };
  const begin = (): void => {
    turn = drive();
  };
  begin();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await turn;
  };
};
