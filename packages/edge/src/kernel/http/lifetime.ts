/** How long a request may go on, and whether anybody still waits for it. */
export interface Lifetime {
  /** Aborted when the time is up, the client has left, or the server closes while a stream without end is sent. */
  readonly signal: AbortSignal;
  /** Aborted when the time is up. For what notices by itself that a client has left. */
  readonly overdue: AbortSignal;
  /** The work's outcome, or a rejection with `TimeoutError` once the time is up, whether the work heeds it or not. */
  readonly within: <T>(work: Promise<T>) => Promise<T>;
  /** Lifts the limit of time. */
  readonly endless: () => void;
  /** The client has left. */
  readonly left: () => void;
}

/**
 * The lifetime of one request; `timeout` undefined is none. Signals are made when somebody asks: few handlers do, and
 * Deno warns of its own meaning of a request's signal as soon as it is touched.
 */
export const lifetime = (request: Request, timeout: number | undefined): Lifetime => {
  let controller: AbortController | undefined;
  let giveUp: ((reason: unknown) => void) | undefined;
  let reason: DOMException | undefined;
  let heedsRequest = false;
  const controlled = (): AbortController => {
    if (controller === undefined) {
      controller = new AbortController();
      if (reason !== undefined) controller.abort(reason);
    }
    return controller;
  };
  const end = (why: DOMException): void => {
    if (reason !== undefined) return;
    reason = why;
    controller?.abort(why);
    giveUp?.(why);
  };
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => end(new DOMException("The time is up.", "TimeoutError")), timeout);
  const left = (): void => {
    clearTimeout(timer);
    end(new DOMException("The client has left.", "AbortError"));
  };
  return {
    get signal() {
      if (!heedsRequest) {
        heedsRequest = true;
        if (request.signal.aborted) left();
        else request.signal.addEventListener("abort", left, { once: true });
      }
      return controlled().signal;
    },
    get overdue() {
      return controlled().signal;
    },
    within: (work) =>
      new Promise((resolve, reject) => {
        giveUp = reject;
        if (reason !== undefined) reject(reason);
        work.then(resolve, reject);
      }),
    endless: () => clearTimeout(timer),
    left,
  };
};
