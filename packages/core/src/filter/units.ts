import type { Decimal } from "../kernel/index.ts";
import type { Bound, Test } from "./condition.ts";
import type { Key } from "./key.ts";

/** A test of integers, or of a decimal's units at one scale: members of a set, or a closed range. */
export interface UnitTest {
  readonly members?: readonly bigint[];
  readonly low?: bigint;
  readonly high?: bigint;
}

const decimalOf = (key: Key): Decimal =>
  typeof key === "object" ? key : { units: BigInt(Math.trunc(Number(key))), scale: 0 };

/** The greatest number of units that is not above the decimal, and whether it is the decimal itself. */
const floorUnits = ({ units, scale }: Decimal, target: number): [units: bigint, exact: boolean] => {
  if (scale <= target) return [units * 10n ** BigInt(target - scale), true];
  const divisor = 10n ** BigInt(scale - target);
  const whole = units / divisor;
  const rest = units % divisor;
  return [rest < 0n ? whole - 1n : whole, rest === 0n];
};

const lowest = (bound: Bound, scale: number): bigint => {
  const [units, exact] = floorUnits(decimalOf(bound.key), scale);
  return exact && bound.closed ? units : units + 1n;
};

const highest = (bound: Bound, scale: number): bigint => {
  const [units, exact] = floorUnits(decimalOf(bound.key), scale);
  return exact && !bound.closed ? units - 1n : units;
};

/**
 * A set or range of decimals as one over whole units of `scale`, exactly: constants with more digits than the scale has
 * equal nothing, and as bounds they round to the nearest unit inside.
 */
export const unitTest = (test: Test & { kind: "set" | "range" }, scale: number): UnitTest => {
  if (test.kind === "set") {
    const all = test.keys.map((key) => floorUnits(decimalOf(key), scale));
    return { members: all.filter(([, exact]) => exact).map(([units]) => units) };
  }
  return {
    ...(test.low === undefined ? {} : { low: lowest(test.low, scale) }),
    ...(test.high === undefined ? {} : { high: highest(test.high, scale) }),
  };
};
