import { normalizeDecimal, parseDecimal } from "../../kernel/index.ts";

/** Digits that survive a spreadsheet, which calculates with doubles. */
const safeDigits = 15;

const short = /^-?(?:0|[1-9]\d{0,12})(?:\.\d{1,2})?$/;

/** Beyond these doubles lose digits or a spreadsheet refuses them. */
const largest = 1e300;
const smallest = 1e-300;

/** A decimal as the text of a number cell; undefined where a spreadsheet would not keep all of its digits. */
export const safeNumber = (text: string): string | undefined => {
  if (short.test(text)) return String(Number(text) + 0);
  const decimal = parseDecimal(text);
  if (decimal === undefined) return undefined;
  const { units } = normalizeDecimal(decimal);
  if (units === 0n) return "0";
  const digits = String(units).replace("-", "").replace(/0+$/, "");
  const number = Number(text);
  const size = Math.abs(number);
  const fits = digits.length <= safeDigits && size < largest && size > smallest;
  return fits ? String(number) : undefined;
};
