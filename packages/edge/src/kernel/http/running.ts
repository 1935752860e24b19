/** Counts what is being answered, so that closing can wait for it. */
export interface Running {
  /** Begins one and answers how to end it; null once closing has begun. */
  readonly enter: () => (() => void) | null;
  /** How many have begun and not ended. */
  readonly count: () => number;
  /** Aborted once closing has begun: what has no end of its own ends then. */
  readonly closing: AbortSignal;
  /** Lets nothing new begin, and waits until what runs has ended, at most so many milliseconds. */
  readonly close: (most: number) => Promise<void>;
}

export const running = (): Running => {
  const open = new Set<symbol>();
  const closing = new AbortController();
  let drained: (() => void) | undefined;
  return {
    enter: () => {
      if (drained !== undefined) return null;
      const one = Symbol("request");
      open.add(one);
      return () => {
        open.delete(one);
        if (open.size === 0) drained?.();
      };
    },
    count: () => open.size,
    closing: closing.signal,
    close: (most) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, most);
        drained = () => {
          clearTimeout(timer);
          resolve();
        };
        closing.abort(new DOMException("The server is closing.", "AbortError"));
        if (open.size === 0) drained();
      }),
  };
};
