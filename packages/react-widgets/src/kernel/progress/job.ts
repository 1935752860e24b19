import type { JobCancelAnswer } from "../api.gen.ts";

/** A piece of long work, as whoever asked for it follows it. Instants are RFC 3339. */
export type Job = JobCancelAnswer;

export const hasEnded = ({ state }: Job): boolean => state !== "waiting" && state !== "running";

/** Done parts of the whole, 0 to 1; undefined while the whole is not known. */
export const fractionOf = ({ state, progress }: Job): number | undefined => {
  if (state === "done") return 1;
  if (progress === null) return undefined;
  const { done, total } = progress;
  return total !== null && total > 0 ? Math.min(1, Math.max(0, done / total)) : undefined;
};

/** The job that an event carries; undefined for anything else. */
export const jobOf = (text: string): Job | undefined => {
  try {
    const value = JSON.parse(text) as Partial<Job> | null;
    return typeof value?.id === "string" && typeof value.state === "string"
      ? (value as Job)
      : undefined;
  } catch {
    return undefined;
  }
};
