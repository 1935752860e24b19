/** Does work that is given to it at the same time one after the other. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** A turn that nobody has yet. */
export const inTurn = (): InTurn => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
};
