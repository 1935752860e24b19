import { formatUnits, parseDecimal, unitsAt } from "./decimal.ts";
import { fault } from "./fault.ts";
import { err, ok, type Result } from "./result.ts";

/** An amount in the smallest unit of its currency (cents, yen); a safe integer, so that it is exact everywhere. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Money as it travels in JSON: the amount as exact text in whole units. */
export interface MoneyJson {
  readonly amount: string;
  readonly currency: string;
}

// Currencies whose minor unit is not a hundredth, from ISO 4217 list one.
const digitsOf: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
});

/** How many fraction digits the currency has (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
export const currencyDigits = (currency: string): number => digitsOf[currency] ?? 2;

/** Reads `{amount, currency}`; refuses more fraction digits than the currency has and amounts beyond safe integers. */
export const parseMoney = ({ amount, currency }: MoneyJson): Result<Money> => {
  if (!/^[A-Z]{3}$/.test(currency)) {
    return err(
      fault("kernel/bad-currency", "A currency is three capital letters, like EUR.", ["currency"]),
    );
  }
  const decimal = parseDecimal(amount);
  const units = decimal === undefined ? undefined : unitsAt(decimal, currencyDigits(currency));
  if (
    units === undefined ||
    units > BigInt(Number.MAX_SAFE_INTEGER) ||
    units < -BigInt(Number.MAX_SAFE_INTEGER)
  ) {
    return err(
      fault(
        "kernel/bad-amount",
        `An amount in ${currency} is a decimal text with at most ${currencyDigits(currency)} fraction digits.`,
        ["amount"],
      ),
    );
  }
  return ok({ minor: Number(units), currency });
};

/** The JSON form, with the currency's own number of fraction digits: `{amount: "12.30", currency: "EUR"}`. */
export const moneyJson = ({ minor, currency }: Money): MoneyJson => ({
  amount: formatUnits(minor, currencyDigits(currency)),
  currency,
});
