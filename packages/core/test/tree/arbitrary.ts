import type { TreeRow } from "@ennead/core/tree";
import fc from "fast-check";

/** Names that would break whoever splits, matches or uses them as keys of an object. */
const hostile = [
  "a/b",
  "a%",
  "a_b",
  "t1",
  "t10",
  "T1",
  "__proto__",
  "toString",
  "",
  "-1",
  "0",
  "ä",
];

export const idOfRow = (at: number): string => hostile[at] ?? `n${at}`;

/** Rows in any order: proper forests, and ones with cycles, self parents and parents nobody knows. */
export const rowsArbitrary = (most = 40): fc.Arbitrary<readonly TreeRow[]> =>
  fc
    .record({
      bad: fc.boolean(),
      draws: fc.array(fc.tuple(fc.nat(999), fc.nat(999)), { maxLength: most }),
    })
    .map(({ bad, draws }) => {
      const rows = draws.map(([up], at): TreeRow => {
        const id = idOfRow(at);
        // Proper parents come earlier, so that no cycle can be.
        if (!bad) return { id, parent: up % 5 === 0 || at === 0 ? null : idOfRow(up % at) };
        if (up % 7 === 0) return { id, parent: null };
        return { id, parent: up % 13 === 0 ? "nobody" : idOfRow(up % draws.length) };
      });
      const shuffled = rows.map((row, at) => ({ row, key: draws[at]?.[1] ?? 0 }));
      return shuffled.toSorted((a, b) => a.key - b.key).map(({ row }) => row);
    });
