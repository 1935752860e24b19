import type { Operations } from "../api.gen.ts";
import { ProblemError, type ClientFault } from "../problem.ts";

/** Whether a call was refused for this reason; only reasons that its operation can have are taken. */
export const isFault = <Id extends keyof Operations>(
  _operation: Id,
  error: unknown,
  code: Operations[Id]["faults"] | ClientFault,
): error is ProblemError => error instanceof ProblemError && error.code === code;
