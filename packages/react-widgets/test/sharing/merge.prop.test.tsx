import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { DraftShare } from "../../src/kernel/sharing/draft.ts";
import { mergeShares } from "../../src/kernel/sharing/merge.ts";

const share = fc.record({
  to: fc.constantFrom("company", "user:a", "user:b", "group:c"),
  name: fc.constant(null),
  access: fc.constantFrom("read" as const, "edit" as const, "full" as const),
  expiresAt: fc.constantFrom(null, "2026-01-31T00:00:00Z"),
  note: fc.constantFrom(null, "why"),
});
const set = fc.uniqueArray(share, { selector: ({ to }) => to });
const of = (all: readonly DraftShare[], to: string): DraftShare | undefined =>
  all.find((one) => one.to === to);
const sorted = (shares: readonly DraftShare[]): readonly DraftShare[] =>
  shares.toSorted((a, b) => (a.to < b.to ? -1 : 1));

test("who changed nothing takes what the other made of it", () => {
  fc.assert(
    fc.property(set, set, (base, theirs) => {
      expect(mergeShares(base, base, theirs)).toEqual({ shares: theirs, conflicts: new Set() });
    }),
  );
});

test("where nobody else changed anything, the reader gets what he wants", () => {
  fc.assert(
    fc.property(set, set, (base, mine) => {
      const merged = mergeShares(base, mine, base);
      expect(sorted(merged.shares)).toEqual(sorted(mine));
      expect(merged.conflicts.size).toBe(0);
    }),
  );
});

test("each target is what one of both wanted, and the reader's own where both changed it", () => {
  fc.assert(
    fc.property(set, set, set, (base, mine, theirs) => {
      const { shares, conflicts } = mergeShares(base, mine, theirs);
      for (const to of ["company", "user:a", "user:b", "group:c"]) {
        const allowed = conflicts.has(to) ? [of(mine, to)] : [of(mine, to), of(theirs, to)];
        expect(allowed).toContainEqual(of(shares, to));
      }
    }),
  );
});
