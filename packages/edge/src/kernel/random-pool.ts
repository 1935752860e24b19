import type { RandomBytes } from "@ennead/core/kernel";

/** The same randomness, drawn from its source in large portions: a call for each id of a bulk load costs more than the id. */
export const randomPool = (random: RandomBytes, portion: number = 1024): RandomBytes => {
  let pool: Uint8Array = new Uint8Array(0);
  let drawn = 0;
  return (count) => {
    if (drawn + count > pool.length) [pool, drawn] = [random(Math.max(portion, count)), 0];
    drawn += count;
    return pool.subarray(drawn - count, drawn);
  };
};
