import type { Instant } from "@ennead/core/kernel";

import { phoneOf, type SampleAccount } from "./account.ts";
import { day } from "./calendar.ts";
import { duplicateOf, mailOf, type DuplicateKind, type Person } from "./duplicate.ts";
import type { Plan, Volume } from "./plan.ts";
import type { Random } from "./random.ts";
import { cultures, cultureWeights, jobTitles } from "./words.ts";

export interface SampleContact extends Person {
  readonly key: string;
  readonly title: string;
  readonly createdAt: Instant;
  /** Key of the entry made first for the same person, and what went wrong the second time. */
  readonly duplicate: { readonly of: string; readonly kind: DuplicateKind } | null;
}

/** One in sixteen contacts is a second entry of a person already there. */
const duplicateShare = 1 / 16;

/** People at the accounts of one company, oldest first. */
export const contactsOf = (
  plan: Plan,
  volume: Volume,
  accounts: readonly SampleAccount[],
  root: Random,
): readonly SampleContact[] => {
  const random = root.fork("contacts");
  const duplicates = Math.round(volume.contacts * duplicateShare);
  const later = (earliest: Instant): Instant =>
    earliest + random.next() ** 2 * (plan.until - day - earliest);
  const keyOf = (at: number): string => `${volume.company}-C-${String(at + 1).padStart(5, "0")}`;

  const originals = Array.from({ length: volume.contacts - duplicates }, (_, at): SampleContact => {
    const account = accounts[at % accounts.length] ?? random.pick(accounts);
    const culture = random.chance(0.8)
      ? account.culture
      : random.weighted(cultures, cultureWeights);
    const [firstName, lastName] = [random.pick(culture.first), random.pick(culture.last)];
    return {
      key: keyOf(at),
      firstName,
      lastName,
      email: random.chance(0.93) ? mailOf(firstName, lastName, account.domain) : "",
      phone: phoneOf(random, culture.dial),
      title: random.pick(jobTitles),
      account,
      createdAt: random.chance(0.4) ? account.createdAt : later(account.createdAt),
      duplicate: null,
    };
  });
  const copies = Array.from({ length: duplicates }, (_, at): SampleContact => {
    const original = random.pick(originals);
    const { kind, ...person } = duplicateOf(random, original, random.pick(accounts));
    const earliest = Math.max(original.createdAt, person.account.createdAt);
    return {
      ...original,
      ...person,
      key: keyOf(originals.length + at),
      createdAt: later(earliest),
      duplicate: { of: original.key, kind },
    };
  });
  return [...originals, ...copies].toSorted((one, other) => one.createdAt - other.createdAt);
};
