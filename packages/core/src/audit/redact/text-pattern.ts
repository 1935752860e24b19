/** What can be told within a text by its look. */
export type TextPattern = "email" | "paymentCard" | "iban" | "token";

// All quantifiers are bounded, so that no text makes a search long.

const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const card = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;
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

/** Words that follow an account number look like a part of it: the longest beginning with right check digits is it. */
const ibanIn = (text: string): string | undefined => {
  for (let end = text.length; end >= 15; end -= 1) {
    const beginning = text.slice(0, end);
    if (!beginning.endsWith(" ") && isIban(beginning)) return beginning;
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
