import fc from "fast-check";
import { expect, test } from "vitest";

import { numberOrder } from "../../src/pivot/number-order.ts";

/** Doubles of any size, close ones that differ in their last bits only, and a few that come often. */
const close = fc.nat(200).map((step) => 1000 + step * 2 ** -40);
const any = fc.double({ noNaN: true });
const often = fc.constantFrom(0, -0, 1, -1, Number.POSITIVE_INFINITY, -5e-324);

test("numbers come in ascending order, equal ones as they were given", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(fc.oneof(any, often), { maxLength: 200 }),
        fc.array(close, { maxLength: 200 }),
        fc.array(
          close.map((number) => -number),
          { maxLength: 200 },
        ),
        fc.array(fc.oneof(close, any, often), { maxLength: 200 }),
      ),
      (numbers) => {
        const wanted = numbers
          .map((number, at) => ({ number, at }))
          .toSorted((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : a.at - b.at));
        const order = [...numberOrder(Float64Array.from(numbers))];
        expect(order).toEqual(wanted.map(({ at }) => at));
      },
    ),
    { numRuns: 300 },
  );
});
