import {
  actions,
  impersonatePermission,
  type AccessFacts,
  type Action,
  type ObjectRight,
  type Principal,
  type Share,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";
import fc from "fast-check";

import type { StoredFacts } from "./scope-sql.ts";

/** A random company with records, and what is asked about them. */
export interface World {
  readonly facts: AccessFacts;
  readonly records: readonly StoredFacts[];
  readonly questions: readonly Question[];
}

export interface Question {
  readonly principal: Principal;
  readonly object: string;
  readonly action: Action;
  readonly fields: readonly string[];
}

const minute = 60_000;
const noon = 1_700_000_000_000;
// Among the names are those every object has of its own, names that differ by case, and the signs of patterns and lists.
const userIds = ["ada", "Ada", "constructor", "__proto__", "b%_/'", "eve"] as UserId[];
const strangers = ["foreign", "nobody"] as UserId[];
const territoryIds = ["world", "World", "toString", "a/b%", "__proto__", "e"];
const groupIds = ["team", "Team", "hasOwnProperty", "g"];
const setIds = ["rep", "lead", "valueOf", "admin"];
export const objectNames = ["deal", "constructor"];
const fieldNames = ["name", "__proto__", "sum"];
const broadRights: ObjectRight[] = ["viewAll", "modifyAll", "assign", "transfer"];

const own = "acme" as CompanyId;
const other = "globex" as CompanyId;
/** Nearly always the company itself. */
const company = fc.oneof(
  { weight: 24, arbitrary: fc.constant(own) },
  { weight: 1, arbitrary: fc.constant(other) },
);
const anyUser = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...userIds) },
  { weight: 1, arbitrary: fc.constantFrom(...strangers) },
);
/** True once in `times`. */
const seldom = (times: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: times }).map((drawn) => drawn === times);
const ended = fc.constantFrom(null, null, noon - 1, noon, noon + 1);
const target = fc.oneof(
  anyUser.map((id) => `user:${id}` as const),
  fc.constantFrom(...groupIds, "gone").map((id) => `group:${id}` as const),
  fc.constantFrom(...setIds).map((id) => `role:${id}` as const),
  fc.constantFrom(...territoryIds).map((id) => `territory:${id}` as const),
  fc.constant("company" as const),
);

const objects = fc
  .tuple(
    ...objectNames.map(() =>
      fc.record(
        {
          default: fc.constantFrom(
            "none" as const,
            "none" as const,
            "none" as const,
            "read" as const,
            "edit" as const,
          ),
          fields: fc.constant(fieldNames),
          computed: fc.constantFrom(
            { sum: ["name", "__proto__"] },
            { sum: ["name", { object: "deal", field: "sum" }], name: ["sum"] },
            { sum: [{ object: "constructor", field: "name" }] },
          ),
        },
        { requiredKeys: ["default", "fields"] },
      ),
    ),
  )
  .map((all) => Object.fromEntries(all.map((one, at) => [objectNames[at] ?? "", one])));

/** Most actions, and sometimes a right over all records. */
const someRights = fc
  .tuple(
    fc.subarray([...actions], { minLength: 3 }),
    fc.option(fc.subarray(broadRights, { minLength: 1, maxLength: 2 }), { nil: [], freq: 4 }),
    seldom(4),
  )
  .map(([some, broad, isPlain]): ObjectRight[] => (isPlain ? some : [...some, ...broad]));

const set = (id: string) =>
  fc.record({
    id: fc.constant(id),
    company,
    name: fc.constant(id),
    role: fc.boolean(),
    objects: fc
      .tuple(...objectNames.map(() => someRights))
      .map((all) => Object.fromEntries(all.map((one, at) => [objectNames[at] ?? "", one]))),
    fields: fc.dictionary(
      fc.constantFrom(...objectNames),
      fc.dictionary(
        fc.constantFrom(...fieldNames),
        fc.constantFrom("none", "mask", "read", "edit"),
        { maxKeys: 2 },
      ),
    ),
    system: fc.subarray([impersonatePermission, "audit.read"], { minLength: 1 }),
  });

const user = (id: UserId) =>
  fc.record(
    {
      id: fc.constant(id),
      company: id === "foreign" ? fc.constant(other) : company,
      active: seldom(12).map((is) => !is),
      manager: fc.constantFrom(null, ...userIds, ...strangers),
      sets: fc.uniqueArray(fc.constantFrom(...setIds, "gone"), { minLength: 1, maxLength: 3 }),
      territories: fc.array(
        fc.record({
          id: fc.constantFrom(...territoryIds, "gone"),
          access: fc.constantFrom("read" as const, "edit" as const),
          down: fc.boolean(),
          up: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ["id", "company", "active", "sets"] },
  );

const territory = (id: string) =>
  fc.record({
    id: fc.constant(id),
    company,
    parent: fc.constantFrom(null, null, ...territoryIds, "gone"),
  });

const group = (id: string) =>
  fc.record({
    id: fc.constant(id),
    company,
    members: fc.array(
      fc.oneof(
        anyUser.map((member) => `user:${member}` as const),
        fc.constantFrom(...groupIds).map((member) => `group:${member}` as const),
      ),
      { maxLength: 3 },
    ),
  });

const recordIds = ["r1", "R1", "__proto__", "r/%'", "r5", "r6"];

const share: fc.Arbitrary<Share> = fc.record({
  company,
  object: fc.constantFrom(...objectNames),
  record: fc.constantFrom(...recordIds),
  to: target,
  access: fc.constantFrom("read" as const, "edit" as const, "full" as const),
  expiresAt: ended,
});

const deny = fc.record(
  {
    company,
    who: fc.oneof(
      fc.constant("all" as const),
      anyUser.map((id) => `user:${id}` as const),
      fc.constantFrom(...groupIds).map((id) => `group:${id}` as const),
    ),
    action: fc.constantFrom("*" as const, ...actions),
    record: fc.constantFrom(...recordIds),
    object: fc.constantFrom(...objectNames),
    reason: fc.constantFrom("quarantine", "constructor"),
  },
  { requiredKeys: ["company", "who", "action", "reason"] },
);

const facts: fc.Arbitrary<AccessFacts> = fc.record({
  company: fc.constant(own),
  objects,
  sets: fc.tuple(...setIds.map(set)),
  users: fc.tuple(...[...userIds, "foreign" as UserId].map(user)),
  territories: fc.tuple(...territoryIds.map(territory)),
  groups: fc.tuple(...groupIds.map(group)),
  shares: fc.array(share, { maxLength: 12 }),
  denies: fc.oneof(fc.constant([]), fc.array(deny, { maxLength: 4 })),
});

const record = (id: string) =>
  fc.record(
    {
      id: fc.constant(id),
      object: fc.constantFrom("deal", "deal", "constructor"),
      company,
      owner: fc.option(anyUser, { nil: null, freq: 6 }),
      territory: fc.constantFrom(null, ...territoryIds, "gone"),
      hold: seldom(4),
      frozen: seldom(5),
      requester: fc.option(anyUser, { nil: null, freq: 2 }),
    },
    { requiredKeys: ["id", "object", "company", "owner"] },
  );

/** Now and then one that does not hold. */
const impersonation = fc
  .record({
    reason: fc.constantFrom("ticket 4711", "ticket 4711", "ticket 4711", "ticket 4711", "  "),
    startsAt: fc.constantFrom(noon - 59 * minute, noon - 10 * minute, noon, noon + 1),
    endsAt: fc.constantFrom(noon, noon + 1, noon + minute, noon + 50 * minute, Number.NaN),
    allow: fc.oneof(fc.subarray([...actions]), fc.constant([...actions])),
    isSound: seldom(3).map((is) => !is),
  })
  .map(({ isSound, ...as }) =>
    isSound ? { ...as, reason: "ticket", startsAt: noon - minute, endsAt: noon + minute } : as,
  );

const principal: fc.Arbitrary<Principal> = fc
  .record({
    company,
    actor: anyUser,
    kind: fc.constant("user" as const),
    stamp: fc.constant(1),
    now: fc.constantFrom(noon, noon, noon, noon, undefined),
    acting: fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      { weight: 2, arbitrary: fc.record({ onBehalfOf: anyUser }) },
      {
        weight: 4,
        arbitrary: fc.record(
          { onBehalfOf: anyUser, impersonation },
          { requiredKeys: ["impersonation"] },
        ),
      },
    ),
  })
  .map(({ now, acting, ...rest }) => ({
    ...rest,
    ...acting,
    ...(now === undefined ? {} : { now }),
  }));

const question: fc.Arbitrary<Question> = fc.record({
  principal,
  object: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("deal", "deal", "constructor") },
    { weight: 1, arbitrary: fc.constant("toString") },
  ),
  action: fc.constantFrom("read" as const, "read" as const, "update" as const, ...actions),
  fields: fc.oneof(
    fc.constant([]),
    fc.uniqueArray(fc.constantFrom(...fieldNames, "gone"), { maxLength: 2 }),
  ),
});

/**
 * Companies with all that bad data may hold: circles of managers, territories and groups, people and things of another
 * company, unknown ids, shares that end now, denies of every form, holds, people who act as others or for others, names
 * that objects have of their own.
 */
export const worlds: fc.Arbitrary<World> = fc.record({
  facts,
  records: fc.tuple(...recordIds.map(record)),
  questions: fc.array(question, { minLength: 4, maxLength: 4 }),
});

/** The same companies for the same seed. */
export const sampleWorlds = (seed: number, count: number): readonly World[] =>
  fc.sample(worlds, { seed, numRuns: count });
