/** Milliseconds between two looks. */
const pace = 5000;

export interface Watchdog {
  /** Something has come: the line is alive. */
  readonly heard: () => void;
  readonly stop: () => void;
}

/**
 * Calls once when nothing was heard for `silence` milliseconds, or when the machine slept: looks that come late by more
 * than two rounds mean that the line on the other side has most likely been given up.
 */
export const startWatchdog = (silence: number, onDead: () => void): Watchdog => {
  let quiet = 0;
  let last = Date.now();
  const timer = setInterval(() => {
    const slept = Date.now() - last > 3 * pace;
    last = Date.now();
    quiet += pace;
    if (!slept && quiet < silence) return;
    clearInterval(timer);
    onDead();
  }, pace);
  return {
    heard: () => {
      quiet = 0;
    },
    stop: () => clearInterval(timer),
  };
};
