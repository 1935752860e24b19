import { DatabaseError } from "./db.ts";

/**
 * The fetch that a server is asked by, with so many milliseconds for an answer. It reads the whole answer itself, so
 * that every way of not getting one (refused, reset, cut off in the middle, silent) is told as one error: nobody knows
 * whether the batch was committed.
 */
export const serverFetch =
  (timeout: number) =>
  async (request: Request): Promise<Response> => {
    try {
      const response = await fetch(request, { signal: AbortSignal.timeout(timeout) });
      const body = await response.arrayBuffer();
      const { status, statusText, headers } = response;
      // The turned-away token has written nothing, and will be turned away again.
      if (status === 401 || status === 403) {
        throw new DatabaseError("failed", "The server does not take our token.");
      }
      return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
    } catch (error) {
      if (error instanceof DatabaseError) throw error;
      throw new DatabaseError("unknown", "The server did not answer.");
    }
  };
