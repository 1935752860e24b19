/** Characters that spreadsheets skip before they look for a formula: white space and invisible joiners. */
const skipped = String.raw`[\p{White_Space}\u200B-\u200D\u2060\uFEFF]*`;
const opening = new RegExp(
  String.raw`^(?:[\t\r\n]|${skipped}[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])`,
  "u",
);
const leading = new RegExp(`^${skipped}`, "u");

const number = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const phone = /^\+\d[\d ]*$/;
const sign = /^[-+=@]$/;

const isHarmless = (text: string): boolean =>
  number.test(text) || phone.test(text) || sign.test(text);

const apostrophes = (text: string): number => {
  let count = 0;
  while (text[count] === "'") count += 1;
  return count;
};

/**
 * Whether a spreadsheet may run the text as a formula (OWASP CSV Injection), apostrophes before it left out. Plain numbers,
 * phone numbers and a lone sign are harmless, but not after an apostrophe: there the escape must be told from the text.
 */
export const isDangerous = (text: string): boolean => {
  const escapes = apostrophes(text);
  const rest = text.slice(escapes);
  return opening.test(rest) && !(escapes === 0 && isHarmless(rest));
};

/** The text with one apostrophe in front where it is dangerous; `restoreFormula` takes it off again. */
export const escapeFormula = (text: string): string => (isDangerous(text) ? `'${text}` : text);

/** The inverse of `escapeFormula`, for any text. */
export const restoreFormula = (text: string): string =>
  text.startsWith("'") && isDangerous(text) ? text.slice(1) : text;

/** The text without the leading characters that make it dangerous; what is dropped is lost. Linear in the length. */
export const stripFormula = (text: string): string => {
  let rest = text;
  while (isDangerous(rest)) {
    rest = rest.slice(apostrophes(rest));
    const blanks = leading.exec(rest)?.[0].length ?? 0;
    const trigger = rest.slice(blanks);
    // Before a trigger all blanks go; without one only those that a spreadsheet would start at.
    if (opening.test(trigger)) rest = isDangerous(trigger) ? trigger.slice(1) : trigger;
    else rest = rest.replace(/^[\t\r\n]+/, "");
  }
  return rest;
};
