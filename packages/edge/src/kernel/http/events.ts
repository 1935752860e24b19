import type { Json } from "@ennead/core/kernel";

import type { RequestContext } from "../context.ts";
import type { Answer } from "./answer.ts";
import { faultOfError } from "./crashed.ts";
import { problemOf } from "./problem.ts";

/** One event of a stream, as `EventSource` and its like read it. */
export interface ServerEvent {
  /** What a client that comes back sends as `Last-Event-ID`. */
  readonly id?: string;
  /** `message` unless given. `error` is kept for the problem that ends a stream. */
  readonly event?: string;
  readonly data: Json;
}

export interface EventStreamOptions {
  /** Milliseconds of silence after which a comment is sent, so that nothing between takes the line for dead. */
  readonly heartbeat?: number;
  /** Milliseconds after which a client whose line broke should come back. */
  readonly retry?: number;
}

/** The media type by which the kernel knows a stream that has no time limit. */
export const eventMedia = "text/event-stream";

// A line break would end the field and begin one of the sender's choice.
const oneLine = (text: string): string => text.replaceAll(/[\r\n\0]/g, " ");

const written = ({ id, event, data }: ServerEvent): string =>
  [
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    `data: ${JSON.stringify(data)}`,
    "\n",
  ].join("\n");

const silence = Symbol("silence");
const left = Symbol("left");

/** Whichever comes first: the event, a time of silence, or the end of the client's interest. */
const nextOf = <T>(
  coming: Promise<T>,
  heartbeat: number,
  signal: AbortSignal,
): Promise<T | typeof silence | typeof left> => {
  const over = new AbortController();
  const other = new Promise<typeof silence | typeof left>((resolve) => {
    const timer = setTimeout(resolve, heartbeat, silence);
    const leave = (): void => resolve(left);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true, signal: over.signal });
    over.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  return Promise.race([coming, other]).finally(() => over.abort());
};

/**
 * Answers with Server-Sent Events, sent as the source gives them and no faster than they are read. Such an answer may
 * take ten times as long as others; a client comes back then and goes on by `Last-Event-ID`. When the client leaves, `context.signal` is aborted and the source is returned at once; a source that
 * waits must wait with that signal. An error that the source throws becomes an event `error` with problem JSON, and the
 * stream ends.
 */
export const eventStream = (
  context: RequestContext,
  source: AsyncIterable<ServerEvent>,
  { heartbeat = 15_000, retry = 3000 }: EventStreamOptions = {},
): Answer => {
  const { route, requestId, services, signal } = context;
  const events = source[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let coming: Promise<IteratorResult<ServerEvent>> | undefined;
  const leave = (): void => {
    // A generator that waits cannot return before its waiting ends, and nobody waits for that.
    void coming?.catch(() => undefined);
    void events.return?.().catch(() => undefined);
  };
  const problem = (error: unknown): string => {
    const fault = faultOfError(error, { route, requestId }, services.logger);
    const { body } = problemOf([fault], `urn:ennead:request:${requestId}`, requestId);
    return written({ event: "error", data: body });
  };
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`retry: ${retry}\n\n`)),
    pull: async (controller) => {
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      coming ??= events.next();
      try {
        const next = await nextOf(coming, heartbeat, signal);
        if (next === silence) {
          send(": \n\n");
          return;
        }
        if (next === left) {
          leave();
          controller.close();
          return;
        }
        coming = undefined;
        if (next.done === true) {
          controller.close();
        } else {
          send(written(next.value));
        }
      } catch (error) {
        if (!signal.aborted) send(problem(error));
        controller.close();
      }
    },
    cancel: leave,
  });
  return {
    status: 200,
    stream,
    // Proxies of the nginx family hold back what they take for a page unless told.
    headers: { "content-type": eventMedia, "cache-control": "no-store", "x-accel-buffering": "no" },
  };
};
