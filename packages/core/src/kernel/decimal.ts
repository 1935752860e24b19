/** An exact decimal: `units` times ten to the power of minus `scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** The longest decimal text that is read; anything longer is no number a person wrote. */
const longest = 400;

/**
 * Reads a decimal in any usual writing (`12`, `+5`, `5.`, `.5`, `1e3`), exactly and without a detour over doubles.
 * Answers undefined for text that is no number, has no digit, or is longer than 400 characters.
 */
export const parseDecimal = (text: string): Decimal | undefined => {
  if (text.length > longest) return undefined;
  const match = written.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const shift = Number(exponent);
  if (Math.abs(shift) > longest) return undefined;
  let units = BigInt(whole + fraction);
  if (sign === "-") units = -units;
  const scale = fraction.length - shift;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
};

/** The same number with the smallest scale: `1.50` becomes `1.5`, zero has scale 0. */
export const normalizeDecimal = ({ units, scale }: Decimal): Decimal => {
  let [u, s] = [units, scale];
  while (s > 0 && u % 10n === 0n) [u, s] = [u / 10n, s - 1];
  return { units: u, scale: s };
};

/** Plain digits with exactly `scale` fraction digits, never an exponent: `{units: -5n, scale: 2}` is `-0.05`. */
export const formatUnits = (units: bigint | number, scale: number): string => {
  const negative = units < 0;
  const digits = String(negative ? -units : units).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return negative ? `-${text}` : text;
};

/** The shortest plain writing: `1.5`, `0`, `-120`. */
export const formatDecimal = (decimal: Decimal): string => {
  const shortest = normalizeDecimal(decimal);
  return formatUnits(shortest.units, shortest.scale);
};

/** The units at another scale, or undefined where that would lose digits. */
export const unitsAt = ({ units, scale }: Decimal, target: number): bigint | undefined => {
  if (target >= scale) return units * 10n ** BigInt(target - scale);
  const divisor = 10n ** BigInt(scale - target);
  return units % divisor === 0n ? units / divisor : undefined;
};

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export const compareDecimals = (a: Decimal, b: Decimal): number => {
  const scale = Math.max(a.scale, b.scale);
  const left = a.units * 10n ** BigInt(scale - a.scale);
  const right = b.units * 10n ** BigInt(scale - b.scale);
  return left < right ? -1 : left > right ? 1 : 0;
};
