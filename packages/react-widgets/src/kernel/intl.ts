/** Formats for one locale. Exact decimals stay texts: `Intl.NumberFormat` rounds them without going through a double. */
export interface Formats {
  readonly locale: string;
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Currency of amounts that name none. */
  readonly currency: string;
  readonly number: (value: number | string, digits?: { min?: number; max?: number }) => string;
  readonly money: (
    value: number | string,
    currency?: string,
    digits?: { min?: number; max?: number },
  ) => string;
  /** Short, for the axis of a chart: 1.2M. */
  readonly compact: (value: number) => string;
  /** 0.25 as "25 %". */
  readonly percent: (value: number, digits?: number) => string;
  /** A plain date `yyyy-mm-dd`; never shifted by a zone. */
  readonly date: (iso: string, style?: Intl.DateTimeFormatOptions) => string;
  /** Epoch milliseconds or RFC 3339, in the zone given. */
  readonly instant: (value: number | string, timeZone?: string) => string;
  readonly compare: (a: string, b: string) => number;
}

const rightToLeft = new Set([
  "ar",
  "arc",
  "ckb",
  "dv",
  "fa",
  "he",
  "ku",
  "ps",
  "sd",
  "ug",
  "ur",
  "yi",
]);

const cached = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
};

const digitOptions = (digits: { min?: number; max?: number } | undefined) => ({
  ...(digits?.min === undefined ? {} : { minimumFractionDigits: digits.min }),
  ...(digits?.max === undefined ? {} : { maximumFractionDigits: digits.max }),
});

/** The locale asked for, if it is one: `en_US` is read as `en-US`, anything else that is none as English. */
const known = (locale: string): Intl.Locale => {
  try {
    return new Intl.Locale(locale.replaceAll("_", "-"));
  } catch {
    return new Intl.Locale("en");
  }
};

const write = (format: Intl.NumberFormat, value: number | string): string =>
  format.format(value as Intl.StringNumericLiteral);

export const createFormats = (wanted: string, currency: string): Formats => {
  const tag = known(wanted);
  const { language } = tag;
  const locale = tag.toString();
  const numbers = cached((key) => new Intl.NumberFormat(locale, JSON.parse(key) as object));
  const dates = cached((key) => new Intl.DateTimeFormat(locale, JSON.parse(key) as object));
  const number = (value: number | string, digits?: { min?: number; max?: number }): string =>
    write(numbers(JSON.stringify(digitOptions(digits))), value);
  const collator = new Intl.Collator(locale, { numeric: true });
  return {
    locale,
    language,
    direction: rightToLeft.has(language) ? "rtl" : "ltr",
    currency,
    number,
    money: (value, code = currency, digits) => {
      // Data may hold codes that are none; the amount is still worth reading.
      if (!/^[a-z]{3}$/i.test(code)) return `${number(value, digits)} ${code}`.trim();
      const style = {
        style: "currency",
        currency: code,
        currencyDisplay: "narrowSymbol",
        ...digitOptions(digits),
      };
      return write(numbers(JSON.stringify(style)), value);
    },
    compact: (value) =>
      write(numbers(JSON.stringify({ notation: "compact", maximumFractionDigits: 1 })), value),
    percent: (value, digits = 1) =>
      write(numbers(JSON.stringify({ style: "percent", maximumFractionDigits: digits })), value),
    date: (iso, style = { dateStyle: "medium" }) =>
      dates(JSON.stringify({ ...style, timeZone: "UTC" })).format(Date.parse(`${iso}T00:00:00Z`)),
    instant: (value, timeZone = "UTC") =>
      dates(JSON.stringify({ dateStyle: "medium", timeStyle: "short", timeZone })).format(
        typeof value === "number" ? value : Date.parse(value),
      ),
    compare: (a, b) => collator.compare(a, b),
  };
};
