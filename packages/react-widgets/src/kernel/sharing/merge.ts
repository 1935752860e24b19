import { givesSame, type DraftShare } from "./draft.ts";

export interface Merged {
  readonly shares: readonly DraftShare[];
  /** Targets that both sides changed, each in another way: the reader's own stands in `shares`. */
  readonly conflicts: ReadonlySet<string>;
}

const byTarget = (shares: readonly DraftShare[]): ReadonlyMap<string, DraftShare> =>
  new Map(shares.map((share) => [share.to, share]));

/**
 * What the reader did to `base`, done to `theirs`, which somebody else has made of it: what only one of them changed is
 * taken from him. Order is that of `theirs`, then what the reader added.
 */
export const mergeShares = (
  base: readonly DraftShare[],
  mine: readonly DraftShare[],
  theirs: readonly DraftShare[],
): Merged => {
  const [before, own, others] = [byTarget(base), byTarget(mine), byTarget(theirs)];
  const conflicts = new Set<string>();
  const targets = new Set([...others.keys(), ...own.keys()]);
  const shares = [...targets].flatMap((to) => {
    const [was, wanted, found] = [before.get(to), own.get(to), others.get(to)];
    if (givesSame(was, wanted)) return found === undefined ? [] : [found];
    if (!givesSame(was, found) && !givesSame(wanted, found)) conflicts.add(to);
    return wanted === undefined ? [] : [wanted];
  });
  return { shares, conflicts };
};
