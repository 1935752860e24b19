import {
  inRanges,
  intersectRanges,
  mergeRanges,
  subtractRanges,
  type Range,
} from "@ennead/core/tree";
import fc from "fast-check";
import { expect, test } from "vitest";

const most = 30;

/** Ranges in any order, empty and reversed ones among them. */
const rangesArbitrary: fc.Arbitrary<readonly Range[]> = fc.array(
  fc.record({ start: fc.nat(most), end: fc.nat(most) }),
  { maxLength: 8 },
);

const positions = Array.from({ length: most + 1 }, (_, at) => at);

const holds = (ranges: readonly Range[], at: number): boolean =>
  ranges.some(({ start, end }) => start <= at && at < end);

const covered = (ranges: readonly Range[]): readonly number[] =>
  positions.filter((at) => holds(ranges, at));

/** Sorted, none empty, and with a gap between each two. */
const isMerged = (ranges: readonly Range[]): boolean =>
  ranges.every(({ start, end }, at) => start < end && (ranges[at - 1]?.end ?? -1) < start);

test("merged ranges hold the same positions in as few ranges as can be", () => {
  fc.assert(
    fc.property(rangesArbitrary, (ranges) => {
      const merged = mergeRanges(ranges);
      expect(isMerged(merged)).toBe(true);
      expect(covered(merged)).toEqual(covered(ranges));
      expect(positions.filter((at) => inRanges(merged, at))).toEqual(covered(ranges));
    }),
    { numRuns: 1_000 },
  );
});

test("common positions are in both, the rest in the first alone", () => {
  fc.assert(
    fc.property(rangesArbitrary, rangesArbitrary, (a, b) => {
      const [common, rest] = [intersectRanges(a, b), subtractRanges(a, b)];
      expect(isMerged(common) && isMerged(rest)).toBe(true);
      expect(covered(common)).toEqual(covered(a).filter((at) => holds(b, at)));
      expect(covered(rest)).toEqual(covered(a).filter((at) => !holds(b, at)));
    }),
    { numRuns: 1_000 },
  );
});
