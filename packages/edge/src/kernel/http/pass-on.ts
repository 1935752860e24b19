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

/**
 * How many times as long as a request a stream of events may take. Who comes back is asked anew who he is, so a credential
 * that was revoked hears no more.
 */
const eventsLast = 10;

/** Whether an answer is a stream of events. */
export const isEvents = ({ body, headers }: Outgoing): boolean =>
  body instanceof ReadableStream && headers["content-type"] === eventMedia;

export interface PassOnOptions {
  readonly request: Request;
  readonly life: Lifetime;
  /** Milliseconds that a request may take, and for which a reader may leave a full buffer untouched. */
  readonly timeout: number;
  readonly closing: AbortSignal;
  /** Called when nothing of the request goes on any more. */
  readonly leave: () => void;
}

/**
 * Lets an answer go: at once, or when its stream has ended. Streams of events end when the server closes.
 */
export const passOn = (
  outgoing: Outgoing,
  { request, life, timeout, closing, leave }: PassOnOptions,
): Outgoing => {
  const { body } = outgoing;
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
  const ofEvents = isEvents(outgoing);
  let timer: ReturnType<typeof setTimeout> | undefined;
  if (ofEvents) {
    timer = setTimeout(life.left, timeout * eventsLast);
    if (closing.aborted) life.left();
    closing.addEventListener("abort", life.left, { once: true });
  }
  return {
    ...outgoing,
    body: sentStream(stream, {
      ahead: ofEvents ? mostEvents : mostWaiting,
      idle: timeout,
      ended: (how) => {
        clearTimeout(timer);
        closing.removeEventListener("abort", life.left);
        if (how === "left") life.left();
        leave();
      },
    }),
  };
};
