import type { RandomBytes } from "@ennead/core/kernel";

import { DatabaseError } from "../db/db.ts";

const mostTurns = 20;
const longestPause = 200;

const isBusy = (error: unknown): boolean => error instanceof DatabaseError && error.kind === "busy";

export interface Patience {
  /** From 0 to below 1. */
  readonly draw: () => number;
  /** Does a write again while other writers are in the way, as the unit of work does. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
}

export const patience = (random: RandomBytes): Patience => {
  const draw = (): number => {
    const [high = 0, low = 0] = random(2);
    return (high * 256 + low) / 65_536;
  };
  const again = async <T>(work: () => Promise<T>, turn: number): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || turn >= mostTurns) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, longestPause * draw());
      });
      return again(work, turn + 1);
    }
  };
  return { draw, patiently: (work) => again(work, 1) };
};
