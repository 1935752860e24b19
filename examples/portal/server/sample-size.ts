import type { SampleSize } from "../data/plan.ts";

/** What `ENNEAD_SAMPLE` asks for; absent is the full sample. */
export const sampleSizeOf = (text: string | undefined): SampleSize => {
  if (text === undefined || text === "") return "full";
  if (text === "full" || text === "small" || text === "none") return text;
  throw new Error(`ENNEAD_SAMPLE must be full, small or none, not ${JSON.stringify(text)}.`);
};
