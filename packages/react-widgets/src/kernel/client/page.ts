import { pause } from "./pause.ts";

/** Whether somebody can see the page; outside of a page there is nothing to hide. */
const isHidden = (): boolean => globalThis.document?.visibilityState === "hidden";

/** Resolves at once on a visible page, else as soon as it is shown; rejects with the signal's reason. */
export const whenVisible = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (!isHidden()) {
      resolve();
      return;
    }
    const over = new AbortController();
    const end = (act: () => void): void => {
      over.abort();
      act();
    };
    document.addEventListener(
      "visibilitychange",
      () => {
        if (!isHidden()) end(resolve);
      },
      { signal: over.signal },
    );
    signal.addEventListener("abort", () => end(() => reject(signal.reason as Error)), {
      signal: over.signal,
    });
  });

/** Calls once when the page has been out of sight for `ms` milliseconds on end. */
export const onceHidden = (ms: number, signal: AbortSignal, act: () => void): void => {
  if (globalThis.document === undefined) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (isHidden()) timer = setTimeout(act, ms);
  };
  document.addEventListener("visibilitychange", look, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  look();
};

/** Waits `ms` milliseconds, less when the network comes back before that. */
export const pauseOrOnline = async (ms: number, signal: AbortSignal): Promise<void> => {
  const early = new AbortController();
  const online = (): void => early.abort();
  globalThis.addEventListener?.("online", online, { signal: early.signal });
  try {
    await pause(ms, AbortSignal.any([signal, early.signal]));
  } catch (error) {
    if (signal.aborted) throw error;
  } finally {
    early.abort();
  }
};
