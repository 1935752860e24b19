import type { Instant, Json } from "@ennead/core/kernel";

import type { Progress } from "./job-kind.ts";

/** Milliseconds between two writes of the progress of one job. */
const apart = 250;

/** What a handler told of its progress and what of it was written. */
export interface ProgressNote {
  /** Takes what the handler tells; answers it when it is to be written now. */
  readonly take: (progress: Progress, now: Instant) => Json | undefined;
  /** What was told and not written. */
  readonly left: () => Json | undefined;
}

const jsonOf = ({ done, total, phase }: Progress): Json => ({
  done,
  ...(total === undefined ? {} : { total }),
  ...(phase === undefined ? {} : { phase: phase.slice(0, 100) }),
});

/** Lets a few writes a second through, and at once what begins another phase. */
export const progressNote = (): ProgressNote => {
  let written = -Infinity;
  let phase: string | undefined;
  let left: Json | undefined;
  return {
    take: (progress, now) => {
      if (!Number.isFinite(progress.done) || progress.total === Infinity) {
        throw new RangeError("Progress is told in finite numbers.");
      }
      left = jsonOf(progress);
      if (now - written < apart && progress.phase === phase) return undefined;
      written = now;
      phase = progress.phase;
      const told = left;
      left = undefined;
      return told;
    },
    left: () => left,
  };
};
