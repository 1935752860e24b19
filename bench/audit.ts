// `npm run bench -- audit`: the parts of the audit engine against named peers, in one process.
import { benchDiff } from "./audit/diff.ts";
import { benchHistory } from "./audit/history.ts";
import { benchSeal } from "./audit/seal.ts";

export const run = async (): Promise<void> => {
  benchDiff();
  benchHistory();
  await benchSeal();
};
