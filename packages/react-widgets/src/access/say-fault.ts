import { ProblemError } from "../kernel/problem.ts";
import { sentenceOf } from "../kernel/say-error.ts";
import type { KernelStrings } from "../kernel/strings.ts";
import type { AccessStrings } from "./strings.ts";

/** What went wrong: the first part that is known, in the reader's language, else the server's own sentence. */
export const sayFault = (error: Error, strings: AccessStrings, kernel: KernelStrings): string => {
  if (!(error instanceof ProblemError)) return sentenceOf(error, kernel);
  if (error.errors.length === 0) return strings.fault(error.code) ?? sentenceOf(error, kernel);
  const said = error.errors.map(({ code, message }) => strings.fault(code) ?? message);
  return [...new Set(said)].join(" ");
};
