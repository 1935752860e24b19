import { uuidv7, type Instant, type RandomBytes } from "@ennead/core/kernel";

import { randomPool } from "./random-pool.ts";

/**
 * Ids of one moment that ascend in the order they are made (RFC 9562 section 6.2): rows of a bulk load then lie side by
 * side in every index, and a batch writes few pages instead of one for each row. Two makers of the same moment differ
 * by their 21 random bits and by the start of their counter.
 */
export const ascendingIds = (now: Instant, random: RandomBytes): (() => string) => {
  const seed = random(10).slice();
  const view = new DataView(seed.buffer);
  // Half of the counter's range is left to count through.
  let counter = view.getUint32(3) & 0x7fffffff;
  const tail = randomPool(random, 3 * 32);
  return () =>
    uuidv7(now, () => {
      view.setUint32(3, counter);
      counter += 1;
      seed.set(tail(3), 7);
      return seed;
    });
};
