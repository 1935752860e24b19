import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  firstDay,
  lastDay,
  weekDay,
} from "../calendar/index.ts";
import { compareCodePoints } from "../kernel/index.ts";
import type { DatePart, Expression, Operation } from "./expression.ts";
import { inRange, type Amount, type Value } from "./value.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** What an operation answers for operands that all have a value. */
export type Scalar = (operands: readonly NonNullable<Value>[]) => Value;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const big =
  (make: (a: bigint, b: bigint) => bigint | null): Scalar =>
  (operands) => {
    const made = make(operands[0] as bigint, operands[1] as bigint);
    return made === null ? null : inRange(made);
  };

const float =
  (make: (a: number, b: number) => number): Scalar =>
  ([a, b]) =>
    finite(make(a as number, b as number));

const texts =
  (make: (a: string, b: string) => Value): Scalar =>
  ([a, b]) =>
    make(a as string, b as string);

const amounts =
  (make: (a: bigint, b: bigint) => bigint): Scalar =>
  ([a, b]) => {
    const [left, right] = [a as Amount, (b ?? a) as Amount];
    if (left.currency !== right.currency) return null;
    const units = inRange(make(left.units, right.units));
    return units === null ? null : { units, currency: left.currency };
  };

const compare = (a: Value | undefined, b: Value | undefined): number => {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  const [left, right] = [a as number, b as number];
  return left < right ? -1 : left > right ? 1 : 0;
};

const money =
  (test: (order: number) => boolean): Scalar =>
  ([a, b]) => {
    const [left, right] = [a as Amount, b as Amount];
    return left.currency === right.currency && test(compare(left.units, right.units));
  };

const extreme =
  (wanted: -1 | 1): Scalar =>
  (operands) =>
    operands.reduce((best, one) => (Math.sign(compare(one, best)) === wanted ? one : best));

const codePoints = (text: string): number => {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    // The second half of a pair is no character of its own.
    if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count += 1;
  }
  return count;
};

/** Characters from one place up to another, counted in code points from 0; places outside are moved to the ends. */
const substring = (text: string, from: bigint, to: bigint | undefined): string => {
  const all = [...text];
  const within = (place: bigint): number =>
    place < 0n ? 0 : place > BigInt(all.length) ? all.length : Number(place);
  return all.slice(within(from), to === undefined ? all.length : within(to)).join("");
};

const ascii = (text: string, from: RegExp, by: number): string =>
  text.replaceAll(from, (letter) => String.fromCharCode(letter.charCodeAt(0) + by));

const dayInRange = (day: number): number | null => (day >= firstDay && day <= lastDay ? day : null);

/** The same day of another month; the last one where that month is shorter. */
const addMonths = (day: number, months: bigint): number | null => {
  if (months < -120_000n || months > 120_000n) return null;
  const { year, month, day: of } = civilFromDays(day);
  const total = year * 12 + (month - 1) + Number(months);
  const [newYear, newMonth] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  if (newYear < 1 || newYear > 9999) return null;
  return daysFromCivil(newYear, newMonth, Math.min(of, daysInMonth(newYear, newMonth)));
};

const partOf = (day: number, part: DatePart): number => {
  if (part === "weekday") return weekDay(day);
  const civil = civilFromDays(day);
  return part === "quarter" ? Math.ceil(civil.month / 3) : civil[part];
};

const startOf = (day: number, part: Call["part"]): number => {
  if (part === "week") return day - (weekDay(day) - 1);
  const { year, month } = civilFromDays(day);
  if (part === "year") return daysFromCivil(year, 1, 1);
  return daysFromCivil(year, part === "quarter" ? month - ((month - 1) % 3) : month, 1);
};

const half = (units: bigint, power: bigint): bigint => {
  const positive = units < 0n ? -units : units;
  const rounded = (positive + power / 2n) / power;
  return units < 0n ? -rounded : rounded;
};

const floorOf = (units: bigint, power: bigint): bigint => {
  const whole = units / power;
  return units % power < 0n ? whole - 1n : whole;
};

/** Below this a double can be cut to an integer of 64 bits. */
const mostFloat = 2 ** 63;

const wholeOf = (value: number): bigint | null =>
  Math.abs(value) < mostFloat ? BigInt(value) : null;

/** Half away from zero, computed as a database does it: the scaled number plus a half, cut. */
const roundFloat = (value: number, digits: number): bigint | null => {
  const units = wholeOf(Math.floor(Math.abs(value) * 10 ** digits + 0.5));
  return units === null || value >= 0 ? units : -units;
};

type Own = "and" | "or" | "not" | "isNull" | "if" | "coalesce" | "today" | "now" | "dayOf";

/** Operations without a value as soon as one operand has none, and false where they compare. */
export const scalarOf = ({
  operation,
  digits = 0,
  part,
}: Call & { readonly operation: Exclude<Operation, Own> }): Scalar => {
  const power = 10n ** BigInt(digits);
  switch (operation) {
    case "equal":
      return ([a, b]) => a === b;
    case "less":
      return ([a, b]) => compare(a, b) < 0;
    case "lessOrEqual":
      return ([a, b]) => compare(a, b) <= 0;
    case "equalMoney":
      return money((order) => order === 0);
    case "lessMoney":
      return money((order) => order < 0);
    case "lessOrEqualMoney":
      return money((order) => order <= 0);
    case "add":
      return big((a, b) => a + b);
    case "subtract":
      return big((a, b) => a - b);
    case "multiply":
      return big((a, b) => a * b);
    case "remainder":
      return big((a, b) => (b === 0n ? null : a % b));
    case "negate":
      return big((a) => -a);
    case "absolute":
      return big((a) => (a < 0n ? -a : a));
    case "sign":
      return big((a) => (a < 0n ? -1n : a > 0n ? 1n : 0n));
    case "widen":
      return big((a) => a * power);
    case "round":
      return big((a) => half(a, power));
    case "floor":
      return big((a) => floorOf(a, power));
    case "ceiling":
      return big((a) => -floorOf(-a, power));
    case "addFloat":
      return float((a, b) => a + b);
    case "subtractFloat":
      return float((a, b) => a - b);
    case "multiplyFloat":
      return float((a, b) => a * b);
    case "divide":
      return float((a, b) => (b === 0 ? Number.NaN : a / b));
    case "negateFloat":
      return float((a) => -a);
    case "absoluteFloat":
      return float((a) => Math.abs(a));
    case "signFloat":
      return ([a]) => BigInt(Math.sign(a as number));
    case "toFloat":
      return ([a]) => Number(a) / 10 ** digits;
    case "roundFloat":
      return ([a]) => roundFloat(a as number, digits);
    case "floorFloat":
      return ([a]) => wholeOf(Math.floor(a as number));
    case "ceilingFloat":
      return ([a]) => wholeOf(Math.ceil(a as number));
    case "addMoney":
      return amounts((a, b) => a + b);
    case "subtractMoney":
      return amounts((a, b) => a - b);
    case "negateMoney":
      return amounts((a) => -a);
    case "absoluteMoney":
      return amounts((a) => (a < 0n ? -a : a));
    case "widenMoney":
      return amounts((a) => a * power);
    case "multiplyMoney":
      return ([a, b]) => {
        const { units, currency } = a as Amount;
        const product = inRange(units * (b as bigint));
        return product === null ? null : { units: product, currency };
      };
    case "divideMoney":
      return ([a, b]) => {
        const [left, right] = [a as Amount, b as Amount];
        if (left.currency !== right.currency || right.units === 0n) return null;
        return Number(left.units) / Number(right.units);
      };
    case "amountOf":
      return ([a]) => (a as Amount).units;
    case "currencyOf":
      return ([a]) => (a as Amount).currency;
    case "least":
      return extreme(-1);
    case "greatest":
      return extreme(1);
    case "concat":
      return texts((a, b) => a + b);
    case "size":
      return ([a]) => BigInt(codePoints(a as string));
    case "contains":
      return texts((a, b) => a.includes(b));
    case "startsWith":
      return texts((a, b) => a.startsWith(b));
    case "endsWith":
      return texts((a, b) => a.endsWith(b));
    case "lowerAscii":
      return ([a]) => ascii(a as string, /[A-Z]/g, 32);
    case "upperAscii":
      return ([a]) => ascii(a as string, /[a-z]/g, -32);
    case "trim":
      return ([a]) => (a as string).replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
    case "substring":
      return ([a, from, to]) => substring(a as string, from as bigint, to as bigint | undefined);
    case "replace":
      return ([a, from, to]) =>
        from === "" ? (a as string) : (a as string).split(from as string).join(to as string);
    case "indexOf":
      return texts((a, b) => {
        const at = a.indexOf(b);
        return BigInt(at < 0 ? -1 : codePoints(a.slice(0, at)));
      });
    case "isMember":
      return ([a, list]) => (list as readonly string[]).includes(a as string);
    case "sizeOfList":
      return ([list]) => BigInt((list as readonly string[]).length);
    case "part":
      return ([a]) => BigInt(partOf(a as number, part as DatePart));
    case "startOf":
      return ([a]) => dayInRange(startOf(a as number, part));
    case "addDays":
      return ([a, b]) => dayInRange((a as number) + Number(b));
    case "addMonths":
      return ([a, b]) => addMonths(a as number, b as bigint);
    case "daysBetween":
      return ([a, b]) => BigInt((b as number) - (a as number));
    case "hoursBetween":
      return ([a, b]) => ((b as number) - (a as number)) / 3_600_000;
    default:
      return operation satisfies never;
  }
};
