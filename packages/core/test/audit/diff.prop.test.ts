import { applyDiff, diff, revertDiff } from "@ennead/core/audit";
import type { JsonObject } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fields, record, state } from "./arbitrary.ts";

describe("laws", () => {
  test("a diff leads from before to after and back, also through JSON", () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const found = JSON.parse(JSON.stringify(diff(fields, before, after))) as ReturnType<
          typeof diff
        >;
        const forth = applyDiff(fields, before, found);
        const back = revertDiff(fields, after, found);
        expect(forth.ok && diff(fields, forth.value, after).changes).toEqual([]);
        expect(back.ok && diff(fields, back.value, before).changes).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no argument is changed", () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const written = JSON.stringify([before, after]);
        const found = diff(fields, before, after);
        const changes = JSON.stringify(found);
        applyDiff(fields, before, found);
        revertDiff(fields, after, found);
        expect(JSON.stringify([before, after])).toBe(written);
        expect(JSON.stringify(found)).toBe(changes);
      }),
    );
  });

  test("a record does not differ from itself", () => {
    fc.assert(
      fc.property(record, (one) => {
        const twin = JSON.parse(JSON.stringify(one)) as JsonObject;
        expect(diff(fields, one, twin).changes).toEqual([]);
      }),
    );
  });
});
