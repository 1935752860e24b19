import type { Job } from "../../kernel/progress/index.ts";

/** A file that a job has made: where it lies, and what it is called. */
export interface MadeFile {
  readonly id: string;
  readonly name: string;
}

/** The file a job tells of; undefined where it has made none. */
export const madeFileOf = ({ state, result }: Job): MadeFile | undefined => {
  if (state !== "done" || typeof result !== "object" || result === null) return undefined;
  const { id, name } = result as Partial<MadeFile>;
  return typeof id === "string" && typeof name === "string" ? { id, name } : undefined;
};
