import { ProblemError, unanswered, unreadable } from "../problem.ts";
import { createEventStreamParser, type StreamEvent } from "./event-stream.ts";
import { onceHidden, pauseOrOnline, whenVisible } from "./page.ts";
import { during } from "./pause.ts";
import type { SendRequest } from "./request.ts";
import { spread } from "./retry-after.ts";
import { startWatchdog } from "./watchdog.ts";

export interface EventsOptions {
  readonly onEvent: (event: StreamEvent) => void;
  /** The id of the last event that is known already: only what came after it is sent. */
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** True with the first bytes of a connection, false when it is gone. */
  readonly onOpen?: ((open: boolean) => void) | undefined;
  /** Milliseconds without a byte, heartbeats included, after which a connection is taken for dead; 40,000 unless given. */
  readonly silence?: number | undefined;
}

/** A page out of sight gives its connection back after this many milliseconds: a browser has six for each host. */
const hiddenFor = 10_000;
const shortest = 1000;
const longest = 30_000;

/** What may get better by asking again. */
const mayPass = (error: unknown): boolean =>
  error instanceof ProblemError && (error.transient || error.status === 408);

/**
 * Reads server-sent events over fetch, with the client's token, until the server says 204 or the signal aborts; throws
 * ProblemError when the server refuses. A connection that breaks, falls silent or has slept through is opened again after
 * a growing wait, at once when the network comes back, and goes on after the last event seen. While the page is out of
 * sight there is no connection.
 */
export const events = async (
  client: { readonly request: SendRequest },
  path: `/${string}`,
  options: EventsOptions,
): Promise<void> => {
  const { onEvent, onOpen, silence = 40_000 } = options;
  const signal = options.signal ?? new AbortController().signal;
  let lastId = options.lastEventId ?? "";
  let wait = shortest;
  let failures = 0;

  const headersOf = (): Record<string, string> => ({
    accept: "text/event-stream, application/problem+json",
    "cache-control": "no-cache",
    ...(lastId === "" ? {} : { "last-event-id": lastId }),
  });

  /** The pieces of an answer until it ends; the signal ends it as well. */
  const read = async (response: Response, line: AbortSignal, heard: () => void): Promise<void> => {
    const type = response.headers.get("content-type") ?? "";
    if (!type.startsWith("text/event-stream") || response.body === null) {
      throw unreadable(response, new Error(`Events were asked for, ${type} was answered.`));
    }
    const parser = createEventStreamParser(lastId);
    const reader = response.body.getReader();
    try {
      for (;;) {
        // One piece after the other is the point.
        // oxlint-disable-next-line no-await-in-loop
        const piece = await during(reader.read(), line).catch((error: unknown) => {
          throw unanswered(error);
        });
        if (piece.done) return;
        heard();
        for (const event of parser.push(piece.value)) {
          failures = 0;
          lastId = event.id;
          onEvent(event);
        }
        lastId = parser.lastId();
        wait = parser.retry() ?? wait;
      }
    } finally {
      // What is left of a broken line is of no use, nor is its failure.
      reader.cancel().catch(() => undefined);
    }
  };

  /** One connection to its end; false when the server has nothing more to tell. */
  const listen = async (): Promise<boolean> => {
    const line = new AbortController();
    const drop = (): void => line.abort();
    let open = false;
    const dog = startWatchdog(silence, drop);
    onceHidden(hiddenFor, line.signal, drop);
    signal.addEventListener("abort", drop, { once: true, signal: line.signal });
    try {
      const asked = client.request("GET", path, { signal: line.signal, headers: headersOf() });
      const response = await during(asked, line.signal);
      if (response.status === 204) return false;
      await read(response, line.signal, () => {
        dog.heard();
        if (!open) onOpen?.(true);
        open = true;
      });
      return true;
    } catch (error) {
      if (line.signal.aborted || mayPass(error)) return true;
      throw error;
    } finally {
      dog.stop();
      drop();
      if (open) onOpen?.(false);
    }
  };

  // One connection after the other is the point.
  /* oxlint-disable no-await-in-loop */
  while (!signal.aborted) {
    await whenVisible(signal).catch(() => undefined);
    if (signal.aborted || !(await listen())) return;
    const delay = Math.min(longest, Math.max(wait, shortest * 2 ** failures));
    failures += 1;
    await pauseOrOnline(spread(delay), signal).catch(() => undefined);
  }
  /* oxlint-enable no-await-in-loop */
};
