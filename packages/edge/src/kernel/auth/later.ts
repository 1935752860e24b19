/**
 * Does work after the response that caused it. `enter` says that work begins, and answers how it ends, or null when
 * nothing may begin any more; `work` is given to `waitUntil`, so that a host does not stop it with the response.
 */
export const laterWith =
  (options: {
    readonly enter: () => (() => void) | null;
    readonly waitUntil: (work: Promise<unknown>) => void;
    readonly failed: (error: unknown) => void;
  }): ((work: () => Promise<unknown>) => void) =>
  (work) => {
    const leave = options.enter();
    if (leave === null) return;
    const done = async (): Promise<void> => {
      try {
        await new Promise((resolve) => {
          setTimeout(resolve, 0);
        });
        await work();
      } catch (error) {
        options.failed(error);
      } finally {
        leave();
      }
    };
    options.waitUntil(done());
  };
