import type { Instant } from "@ennead/core/kernel";

import { createRandom } from "./random.ts";
import { cultures, cultureWeights } from "./words.ts";

/** What a person may do, as the portal's permission sets name it. */
export type Role =
  | "administrator"
  | "sales-director"
  | "sales-manager"
  | "sales-rep"
  | "analyst"
  | "marketing"
  | "support";

export interface SampleCompany {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
}

export interface SampleUser {
  /** What `POST /demo/session` takes. */
  readonly key: string;
  readonly id: string;
  readonly company: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Key of the manager; null at the top. */
  readonly manager: string | null;
  /** Shown on the sign-in page. */
  readonly featured: boolean;
  /** One line on the sign-in page: what this person sees. */
  readonly about: string;
}

/** Sample people and companies came to be at this instant, so their ids stay the same from one start to the next. */
const epoch: Instant = 1_640_995_200_000;

/** A UUID version 7 made of a number: stable, and clearly no product of chance. */
const stableId = (kind: number, ordinal: number): string => {
  const time = epoch.toString(16).padStart(12, "0");
  const tail = ordinal.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${kind.toString(16).padStart(3, "0")}-8000-${tail}`;
};

export const companies: readonly SampleCompany[] = [
  {
    key: "tallgrass",
    id: stableId(1, 1),
    name: "Tallgrass Instruments",
    currency: "USD",
    locale: "en-US",
    timeZone: "America/Chicago",
  },
  {
    key: "kestrel",
    id: stableId(1, 2),
    name: "Kestrel & Lund",
    currency: "EUR",
    locale: "de-DE",
    timeZone: "Europe/Berlin",
  },
];

const named = (
  key: string,
  company: string,
  name: string,
  role: Role,
  manager: string | null,
  about: string,
): Omit<SampleUser, "id" | "email"> => ({
  key,
  company,
  name,
  role,
  manager,
  featured: about !== "",
  about,
});

const leaders = [
  named("admin", "tallgrass", "Mara Ellison", "administrator", null, "Sees and changes everything"),
  named("director", "tallgrass", "Conrad Stanhope", "sales-director", null, ""),
  named(
    "manager",
    "tallgrass",
    "Priya Kulkarni",
    "sales-manager",
    "director",
    "Reads all deals, changes her own",
  ),
  named("manager-east", "tallgrass", "Thomas Ashworth", "sales-manager", "director", ""),
  named("manager-west", "tallgrass", "Ingrid Nygaard", "sales-manager", "director", ""),
  named("manager-export", "tallgrass", "Javier Navarro", "sales-manager", "director", ""),
  named("rep", "tallgrass", "Daniel Okafor", "sales-rep", "manager", "Own accounts and deals"),
  named(
    "analyst",
    "tallgrass",
    "Yuki Mori",
    "analyst",
    "director",
    "Reads every record, changes none",
  ),
  named("analyst-2", "tallgrass", "Jonas Brandt", "analyst", "director", ""),
  named("marketing", "tallgrass", "Sofía Lozano", "marketing", "director", ""),
  named(
    "support",
    "tallgrass",
    "Olivia Garrick",
    "support",
    "admin",
    "No right to opportunities: shows the refused state",
  ),
  named(
    "kestrel",
    "kestrel",
    "Henrik Lund",
    "administrator",
    null,
    "The other company: no overlap",
  ),
  named("kestrel-manager", "kestrel", "Sabine Köhler", "sales-manager", "kestrel", ""),
  named("kestrel-analyst", "kestrel", "Marek Zelenka", "analyst", "kestrel", ""),
  named(
    "kestrel-rep",
    "kestrel",
    "Freja Dahl",
    "sales-rep",
    "kestrel-manager",
    "Own deals, in euros",
  ),
];

const teams: readonly (readonly [manager: string, company: string, size: number])[] = [
  ["manager", "tallgrass", 5],
  ["manager-east", "tallgrass", 6],
  ["manager-west", "tallgrass", 6],
  ["manager-export", "tallgrass", 6],
  ["kestrel-manager", "kestrel", 2],
];

const repsOf = (): readonly Omit<SampleUser, "id" | "email">[] => {
  const random = createRandom(7).fork("users");
  const taken = new Set(leaders.map(({ name }) => name));
  const freshName = (): string => {
    const culture = random.weighted(cultures, cultureWeights);
    const name = `${random.pick(culture.first)} ${random.pick(culture.last)}`;
    if (taken.has(name)) return freshName();
    taken.add(name);
    return name;
  };
  return teams.flatMap(([manager, company, size]) =>
    Array.from({ length: size }, (_, at) =>
      named(`${manager}-rep-${at + 1}`, company, freshName(), "sales-rep", manager, ""),
    ),
  );
};

/** Letters a mail address carries without escaping. */
export const plainLetters = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll("ł", "l")
    .replaceAll("Ł", "L")
    .replaceAll("ø", "o")
    .replaceAll("Ø", "O")
    .replaceAll("ß", "ss")
    .toLowerCase();

/** Forty people in two companies, managers before those who report to them. */
export const users: readonly SampleUser[] = [...leaders, ...repsOf()].map((user, at) => ({
  ...user,
  id: stableId(2, at + 1),
  email: `${plainLetters(user.name).replaceAll(" ", ".")}@${user.company}.example`,
}));

/** Those who own accounts and opportunities. */
export const sellersOf = (company: string): readonly SampleUser[] =>
  users.filter((user) => user.company === company && user.role === "sales-rep");

/** The person with this key; sample data that names nobody is a bug. */
export const userOf = (key: string): SampleUser => {
  const user = users.find((candidate) => candidate.key === key);
  if (user === undefined) throw new Error(`no sample user is called ${key}`);
  return user;
};

export const companyOf = (key: string): SampleCompany => {
  const company = companies.find((candidate) => candidate.key === key);
  if (company === undefined) throw new Error(`no sample company is called ${key}`);
  return company;
};
