/** Counts what is being answered, so that closing can wait for it. */
export interface Running {
  /** Begins one and answers how to end it; null once closing has begun. */
  readonly enter: () => (() => void) | null;
  /** Lets nothing new begin, and waits until what runs has ended, at most so many milliseconds. */
  readonly close: (most: number) => Promise<void>;
}

export const running = (): Running => {
  const open = new Set<symbol>();
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
    close: (most) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, most);
        drained = () => {
          clearTimeout(timer);
          resolve();
        };
        if (open.size === 0) drained();
      }),
  };
};

/**
 * How many bytes of an answer may wait to be fetched. A client that sends all its lines before it reads a byte must not
 * wait for ever, so the outcomes of a usual load fit; a client that never reads stops the work there.
 */
const mostWaiting = 32 * 1024 * 1024;

/** The same stream, which runs ahead of its reader and says when it has ended, broken or been left by him. */
export const untilEnd = (
  stream: ReadableStream<Uint8Array>,
  leave: () => void,
): ReadableStream<Uint8Array> => {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (!done) controller.enqueue(value);
          else {
            leave();
            controller.close();
          }
        } catch (error) {
          leave();
          throw error;
        }
      },
      cancel: async (reason) => {
        leave();
        await reader.cancel(reason);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
  );
};
