import { ProblemError } from "./problem.ts";
import type { KernelStrings } from "./strings.ts";

/** What went wrong, in the reader's language where the fault is known, else in the server's own sentence. */
export const sentenceOf = (error: Error, strings: KernelStrings): string =>
  (error instanceof ProblemError ? strings.fault(error.code, error.status) : undefined) ??
  error.message;

/** What support needs to find it again: fault code and request id; undefined when there is neither. */
export const noteOf = (error: Error, strings: KernelStrings): string | undefined => {
  if (!(error instanceof ProblemError)) return undefined;
  const { code, requestId } = error;
  return requestId === undefined ? code : `${code} · ${strings.requestId(requestId)}`;
};
