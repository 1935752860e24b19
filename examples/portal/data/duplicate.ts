import { plainLetters } from "./access.ts";
import type { SampleAccount } from "./account.ts";
import type { Random } from "./random.ts";
import { nicknames } from "./words.ts";

/** How a second entry of the same person came about. */
export type DuplicateKind =
  | "typo"
  | "nickname"
  | "moved"
  | "phone-format"
  | "swapped"
  | "private-mail";

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly account: SampleAccount;
}

/** One slip of the finger: two letters swapped, one left out, or one typed twice. */
export const misspell = (random: Random, text: string): string => {
  const letters = Array.from(text);
  if (letters.length < 3) return text;
  const at = random.int(1, letters.length - 2);
  const [here = "", next = ""] = [letters[at], letters[at + 1]];
  const slip = random.int(0, 2);
  if (slip === 0 && here !== next) letters.splice(at, 2, next, here);
  else if (slip === 1) letters.splice(at, 1);
  else letters.splice(at, 0, here);
  return letters.join("");
};

/** The same number as another hand would write it: no blanks, a trunk zero, brackets, dots. */
export const rewritePhone = (random: Random, phone: string): string => {
  const [dial = "", area = "", middle = "", tail = ""] = phone.slice(1).split(" ");
  return random.pick([
    `+${dial}${area}${middle}${tail}`,
    `00${dial} ${area} ${middle}${tail}`,
    `(${area}) ${middle}-${tail}`,
    `0${area}.${middle}.${tail}`,
  ]);
};

export const mailOf = (first: string, last: string, domain: string): string =>
  `${plainLetters(first)}.${plainLetters(last).replaceAll(" ", "")}@${domain}`;

const kinds: readonly DuplicateKind[] = [
  "typo",
  "nickname",
  "moved",
  "phone-format",
  "swapped",
  "private-mail",
];

/** The person entered a second time, differently; `elsewhere` is where one who changed jobs went. */
export const duplicateOf = (
  random: Random,
  person: Person,
  elsewhere: SampleAccount,
): Person & { readonly kind: DuplicateKind } => {
  const shortForms = nicknames[person.firstName];
  const drawn = random.weighted(kinds, [28, 22, 14, 18, 6, 12]);
  const kind = drawn === "nickname" && shortForms === undefined ? "typo" : drawn;
  switch (kind) {
    case "typo":
      return random.chance(0.7)
        ? { ...person, kind, lastName: misspell(random, person.lastName) }
        : { ...person, kind, firstName: misspell(random, person.firstName) };
    case "nickname": {
      const firstName = random.pick(shortForms ?? [person.firstName]);
      return { ...person, kind, firstName, phone: rewritePhone(random, person.phone) };
    }
    case "moved":
      return {
        ...person,
        kind,
        account: elsewhere,
        email: mailOf(person.firstName, person.lastName, elsewhere.domain),
      };
    case "phone-format":
      return { ...person, kind, phone: rewritePhone(random, person.phone), email: "" };
    case "swapped":
      return { ...person, kind, firstName: person.lastName, lastName: person.firstName };
    case "private-mail":
      return {
        ...person,
        kind,
        email: `${plainLetters(person.firstName.slice(0, 1) + person.lastName).replaceAll(" ", "")}${random.int(60, 99)}@mail.example`,
      };
    default:
      return kind satisfies never;
  }
};
