/** Counts the event streams that each caller has open: a stream costs one request and may stay for as long as he likes. */
export interface OpenLines {
  /** Opens one and answers how to close it; null when the caller has as many as he may. */
  readonly open: (caller: string) => (() => void) | null;
}

/** At most `most` streams for each caller. */
export const openLines = (most: number): OpenLines => {
  const counts = new Map<string, number>();
  return {
    open: (caller) => {
      const count = counts.get(caller) ?? 0;
      if (count >= most) return null;
      counts.set(caller, count + 1);
      let closed = false;
      return () => {
        if (closed) return;
        closed = true;
        const left = (counts.get(caller) ?? 1) - 1;
        if (left === 0) counts.delete(caller);
        else counts.set(caller, left);
      };
    },
  };
};
