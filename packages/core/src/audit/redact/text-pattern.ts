/** What can be told within a text by its look. */
export type TextPattern = "email" | "paymentCard" | "iban" | "token";

// All quantifiers are bounded, so that no text makes a search long.

const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
// In one piece or in the groups that cards are printed with; ids that hold many digits are none.
const card =
  /(?<![\w-])(?:[2-6]\d{12,18}|[2-6]\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{4,5})(?![\w-])/g;
const iban = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/gi;
const jwt = /\beyJ[\w-]{10,4000}\.[\w-]{10,8000}\.[\w-]{10,2000}/g;
const bearer = /\b(?:bearer|basic) [\w.~+/=-]{16,4000}/gi;
const privateKey = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\w+/=\s]{0,20000}/g;

/** The check digit of payment cards (ISO/IEC 7812, Luhn). */
const isCard = (text: string): boolean => {
  const digits = text.replaceAll(/\D/g, "");
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const twice = at % 2 === 1 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
};

/** The check digits of account numbers (ISO 13616, remainder 1 by 97). */
const isIban = (text: string): boolean => {
  const compact = text.replaceAll(" ", "").toUpperCase();
  let remainder = 0;
  for (const sign of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(sign, 36))) {
      remainder = (remainder * 10 + Number(digit)) % 97;
    }
  }
  return remainder === 1;
};

/** Lengths of account numbers by country (SWIFT, IBAN registry). */
const ibanLengths: ReadonlyMap<string, number> = new Map(
  (
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22" +
    "GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27" +
    "MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20"
  )
    .match(/.{4}/g)
    ?.map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** The account number that a text begins with: words that follow it look like a part of it. */
const ibanIn = (text: string): string | undefined => {
  const length = ibanLengths.get(text.slice(0, 2).toUpperCase());
  if (length === undefined) return undefined;
  let signs = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== " ") signs += 1;
    if (signs < length) continue;
    const account = text.slice(0, at + 1);
    return isIban(account) ? account : undefined;
  }
  return undefined;
};

/** The text with everything of this look replaced by its name in brackets. */
export const maskPattern = (text: string, pattern: TextPattern): string => {
  const mark = `[${pattern}]`;
  switch (pattern) {
    case "email":
      return text.includes("@") ? text.replaceAll(email, mark) : text;
    case "paymentCard":
      return text.replaceAll(card, (found) => (isCard(found) ? mark : found));
    case "iban":
      return text.replaceAll(iban, (found) => {
        const account = ibanIn(found);
        return account === undefined ? found : mark + found.slice(account.length);
      });
    case "token":
      return text.replaceAll(privateKey, mark).replaceAll(jwt, mark).replaceAll(bearer, mark);
    default:
      return pattern satisfies never;
  }
};
