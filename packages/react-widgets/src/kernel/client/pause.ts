/** Resolves after `ms` milliseconds; rejects with the signal's reason when that comes first. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });

/** Milliseconds counted at once: what a sleep of the machine can add at most to a time-out. */
const slice = 5000;

/**
 * Resolves after `ms` milliseconds in which the machine was awake. A timer that is due during a sleep fires at once on
 * waking; counted in slices, such a timer is one slice, and what it waits for gets the rest of its time.
 */
export const awake = async (ms: number, signal?: AbortSignal): Promise<void> => {
  for (let left = ms; left > 0; left -= slice) {
    // One slice after the other is the point.
    // oxlint-disable-next-line no-await-in-loop
    await pause(Math.min(left, slice), signal);
  }
};

/** The promise, or the signal's reason if that comes first; the promise itself goes on for others. */
export const during = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  signal === undefined
    ? promise
    : new Promise((resolve, reject) => {
        const stop = (): void => reject(signal.reason as Error);
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
      });
