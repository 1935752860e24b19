import { eventMedia } from "./events.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Outgoing } from "./outgoing.ts";
import { sentStream } from "./sent-stream.ts";

/**
 * How many bytes of an answer may wait to be fetched. A client that sends all its lines before it reads a byte must not
 * wait for ever, so the outcomes of a usual load fit; a client that never reads stops the work there.
 */
const mostWaiting = 32 * 1024 * 1024;

/** Events tell of the present: whoever does not fetch them is not told more. */
const mostEvents = 64 * 1024;

export interface PassOnOptions {
  readonly request: Request;
  readonly life: Lifetime;
  /** Milliseconds for which a reader may leave a full buffer untouched. */
  readonly idle: number;
  readonly closing: AbortSignal;
  /** Called when nothing of the request goes on any more. */
  readonly leave: () => void;
}

/**
 * Lets an answer go: at once, or when its stream has ended. Streams of events have no limit of time and of silence, and
 * end when the server closes.
 */
export const passOn = (
  outgoing: Outgoing,
  { request, life, idle, closing, leave }: PassOnOptions,
): Outgoing => {
  const { body, headers } = outgoing;
  if (!(body instanceof ReadableStream)) {
    leave();
    return outgoing;
  }
  const stream = body as ReadableStream<Uint8Array>;
  if (request.method === "HEAD") {
    life.left();
    void stream
      .cancel()
      .catch(() => undefined)
      .then(leave);
    return { ...outgoing, body: null };
  }
  const isEvents = headers["content-type"] === eventMedia;
  if (isEvents) {
    if (closing.aborted) life.left();
    closing.addEventListener("abort", life.left, { once: true });
  }
  return {
    ...outgoing,
    body: sentStream(stream, {
      ahead: isEvents ? mostEvents : mostWaiting,
      idle: isEvents ? undefined : idle,
      ended: (how) => {
        closing.removeEventListener("abort", life.left);
        if (how === "left") life.left();
        leave();
      },
    }),
  };
};
