/** Callers side by side, so many at once; the others wait in the order in which they came. */
export const atMost = (places: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free -= 1;
    else {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      // A place that becomes free passes to who waited longest.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};
