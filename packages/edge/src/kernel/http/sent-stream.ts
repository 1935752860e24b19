/** How a stream is passed on. */
export interface StreamRules {
  /** Bytes that may wait to be fetched. */
  readonly ahead: number;
  /** Milliseconds for which a reader may fetch nothing while as much waits as may. */
  readonly idle: number;
  /** Called once, when the stream has ended, broken, or been left. */
  readonly ended: (how: "done" | "left") => void;
}

/**
 * The same stream, which runs ahead of its reader and says when it has ended, broken or been left by him. A reader who
 * stays away for too long has left: his work would hold its memory for ever.
 */
export const sentStream = (
  stream: ReadableStream<Uint8Array>,
  { ahead, idle, ended }: StreamRules,
): ReadableStream<Uint8Array> => {
  const reader = stream.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const end = (how: "done" | "left"): void => {
    clearTimeout(timer);
    if (over) return;
    over = true;
    ended(how);
  };
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        clearTimeout(timer);
        try {
          const { done, value } = await reader.read();
          if (done) {
            end("done");
            controller.close();
            return;
          }
          controller.enqueue(value);
        } catch (error) {
          end("left");
          throw error;
        }
        if ((controller.desiredSize ?? 0) > 0) return;
        // Full: nobody asks for more until the reader has fetched some.
        timer = setTimeout(() => {
          const gone = new DOMException("The reader stayed away.", "TimeoutError");
          end("left");
          controller.error(gone);
          void reader.cancel(gone).catch(() => undefined);
        }, idle);
      },
      cancel: async (reason) => {
        end("left");
        await reader.cancel(reason);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: ahead }),
  );
};
