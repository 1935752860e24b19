import {
  compareDecimals,
  formatDecimal,
  formatUnits,
  normalizeDecimal,
  parseDecimal,
  unitsAt,
} from "@ennead/core/kernel";
import fc from "fast-check";
import { expect, test } from "vitest";

const decimals = fc.record({
  units: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  scale: fc.nat(20),
});

test("what is written is read back as the same number", () => {
  fc.assert(
    fc.property(decimals, (decimal) => {
      const back = parseDecimal(formatDecimal(decimal));
      expect(back && normalizeDecimal(back)).toEqual(normalizeDecimal(decimal));
      expect(parseDecimal(formatUnits(decimal.units, decimal.scale))).toEqual(decimal);
    }),
  );
});

test("order is that of the numbers, whatever their scale", () => {
  fc.assert(
    fc.property(decimals, decimals, (a, b) => {
      const difference = a.units * 10n ** BigInt(b.scale) - b.units * 10n ** BigInt(a.scale);
      expect(Math.sign(compareDecimals(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );
});

test("rescaling keeps the value or refuses", () => {
  fc.assert(
    fc.property(decimals, fc.nat(25), (decimal, scale) => {
      const units = unitsAt(decimal, scale);
      const kept = units !== undefined && compareDecimals({ units, scale }, decimal) === 0;
      const refused = units === undefined && normalizeDecimal(decimal).scale > scale;
      expect(kept || refused).toBe(true);
    }),
  );
});

test.each([
  ["+5", "5"],
  ["5.", "5"],
  [".5", "0.5"],
  ["1e3", "1000"],
  ["12e-3", "0.012"],
  ["-0", "0"],
  ["-0.50", "-0.5"],
])("%s is read as %s", (text, shortest) => {
  const decimal = parseDecimal(text);
  expect(decimal && formatDecimal(decimal)).toBe(shortest);
});

test.each(["", ".", "-", "1,5", "0x10", "1e", "NaN", "1e99999", " 1", "1".repeat(401)])(
  "%j is no decimal",
  (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  },
);
