import { unanswered, unreadable } from "../problem.ts";

/** The body of a JSON answer; undefined when there is none. */
export const readJson = async <T>(response: Response, signal?: AbortSignal): Promise<T> => {
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    // A connection that breaks off within the body is as transient as one that never came about.
    throw error instanceof SyntaxError ? unreadable(response, error) : unanswered(error);
  }
};
