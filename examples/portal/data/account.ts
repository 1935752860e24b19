import type { Instant } from "@ennead/core/kernel";

import { plainLetters, sellersOf } from "./access.ts";
import { day } from "./calendar.ts";
import type { Plan, Volume } from "./plan.ts";
import type { Random } from "./random.ts";
import { regionOf } from "./region.ts";
import {
  companyStems,
  companyTrades,
  cultures,
  cultureWeights,
  legalForms,
  streets,
  type Culture,
} from "./words.ts";

export interface SampleAccount {
  readonly key: string;
  readonly name: string;
  readonly industry: string;
  readonly type: string;
  readonly domain: string;
  readonly phone: string;
  readonly employees: number;
  /** Whole units of the company's currency. */
  readonly revenue: number;
  readonly street: string;
  readonly city: string;
  readonly country: string;
  readonly culture: Culture;
  readonly region: string;
  /** Key of the seller who looks after it. */
  readonly owner: string;
  readonly createdAt: Instant;
  /** Relative chance of a new opportunity: few accounts bring most of the business. */
  readonly weight: number;
}

export const industries: readonly string[] = [
  "Manufacturing",
  "Healthcare",
  "Technology",
  "Energy",
  "Retail",
  "Finance",
  "Education",
  "Transportation",
];
const industryWeights = [26, 18, 15, 11, 9, 8, 7, 6];

export const phoneOf = (random: Random, dial: string): string =>
  `+${dial} ${random.int(201, 989)} ${random.int(200, 999)} ${String(random.int(0, 9999)).padStart(4, "0")}`;

/** Customers and prospects of one company, oldest first. Two thirds are there from the first day. */
export const accountsOf = (plan: Plan, volume: Volume, root: Random): readonly SampleAccount[] => {
  const random = root.fork("accounts");
  const sellers = sellersOf(volume.company);
  const taken = new Set<string>();
  const freshName = (): string => {
    const stem = random.pick(companyStems);
    const trade = random.pick(companyTrades);
    const form = random.chance(0.55) ? ` ${random.pick(legalForms)}` : "";
    const base = random.chance(0.12) ? `${stem} ${random.pick(companyStems)}` : stem;
    const name = `${base} ${trade}`;
    if (taken.has(name)) return freshName();
    taken.add(name);
    return `${name}${form}`;
  };
  const span = plan.until - plan.from - 14 * day;
  const made = Array.from({ length: volume.accounts }, (_, at): SampleAccount => {
    const culture = random.weighted(cultures, cultureWeights);
    const name = freshName();
    const { city, country } = random.pick(culture.places);
    const size = Math.exp(4.6 + 1.5 * random.normal());
    const slug = plainLetters(name)
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "");
    return {
      key: `${volume.company}-A-${String(at + 1).padStart(5, "0")}`,
      name,
      industry: random.weighted(industries, industryWeights),
      type: random.weighted(["Customer", "Prospect", "Partner"], [52, 40, 8]),
      domain: `${slug}.example`,
      phone: phoneOf(random, culture.dial),
      employees: Math.max(3, Math.round(size)),
      revenue: Math.round((Math.max(3, size) * random.int(90, 260)) / 5) * 5000,
      street: `${random.int(1, 240)} ${random.pick(streets)}`,
      city,
      country,
      region: regionOf(country, city),
      culture,
      owner: random.pick(sellers).key,
      createdAt: at < volume.accounts * 0.66 ? plan.from : plan.from + random.next() * span,
      weight: (1 / (1 + random.int(0, 24))) * Math.max(3, size) ** 0.25,
    };
  });
  return made.toSorted((one, other) => one.createdAt - other.createdAt);
};
