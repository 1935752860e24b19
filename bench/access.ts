// `npm run bench -- access`: one company of 1,000 users, 200 territories, 100,000 records and 5,000 shares. The same rules
// as ours and as abilities of @casl/ability, one ability a user; both answer the same checks, and every answer is compared.
import { AbilityBuilder, createMongoAbility, type MongoAbility } from "@casl/ability";
import {
  can,
  compile,
  scopeKey,
  scopeOf,
  targetsOf,
  type AccessFacts,
  type AccessModel,
  type Action,
  type ObjectRight,
  type Principal,
  type RecordFacts,
  type Share,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";

const company = "acme" as CompanyId;
const object = "deal";
const now = 1_700_000_000_000;
const [users, territories, records, shares, checks, turns] = [
  1000, 200, 100_000, 5000, 200_000, 12,
];
const asked = ["read", "read", "read", "update", "update", "delete", "share"] as const;

const [pages, pageRows] = [4000, 50];

/** Whole numbers below `most`, the same ones every time (mulberry32). */
const randomFrom = (seed: number): ((most: number) => number) => {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most);
  };
};

const userId = (at: number): UserId => `user-${at}` as UserId;
const territoryId = (at: number): string => `territory-${at}`;
const groupId = (at: number): string => `group-${at}`;

const rightsBySet: Readonly<Record<string, readonly ObjectRight[]>> = {
  rep: ["create", "read", "update", "delete", "share"],
  viewer: ["read"],
  auditor: ["read", "viewAll"],
  admin: ["create", "modifyAll"],
};

/** Eight people below each manager, four territories below each other, groups of twenty in groups of groups. */
const makeFacts = (): AccessFacts => {
  const random = randomFrom(1);
  const rows: Share[] = Array.from({ length: shares }, () => ({
    company,
    object,
    record: `record-${random(records)}`,
    to:
      [
        `user:${userId(random(users))}` as const,
        `group:${groupId(random(60))}` as const,
        `territory:${territoryId(random(territories))}` as const,
      ][random(3)] ?? "company",
    access: (["read", "edit"] as const)[random(2)] ?? "read",
    expiresAt: [null, now - 1, now + 1][random(3)] ?? null,
  }));
  return {
    company,
    objects: { [object]: { default: "none", fields: ["name", "amount", "stage", "margin"] } },
    sets: Object.entries(rightsBySet).map(([id, rights]) => ({
      id,
      company,
      name: id,
      objects: { [object]: rights },
      fields: {},
      system: [],
    })),
    users: Array.from({ length: users }, (_, at) => ({
      id: userId(at),
      company,
      active: true,
      manager: at === 0 ? null : userId(Math.floor((at - 1) / 8)),
      sets: [
        at % 50 === 7 ? "admin" : at % 20 === 3 ? "auditor" : at % 10 === 5 ? "viewer" : "rep",
      ],
      territories: Array.from({ length: 1 + random(3) }, () => ({
        id: territoryId(random(territories)),
        access: (["read", "edit"] as const)[random(2)] ?? "read",
        down: random(4) > 0,
        up: random(8) === 0,
      })),
    })),
    territories: Array.from({ length: territories }, (_, at) => ({
      id: territoryId(at),
      company,
      parent: at === 0 ? null : territoryId(Math.floor((at - 1) / 4)),
    })),
    groups: Array.from({ length: 60 }, (_, at) => ({
      id: groupId(at),
      company,
      members:
        at < 50
          ? Array.from({ length: 20 }, () => `user:${userId(random(users))}` as const)
          : Array.from({ length: 5 }, () => `group:${groupId(random(at))}` as const),
    })),
    shares: rows,
    denies: [
      { company, who: `group:${groupId(3)}`, action: "share", object, reason: "trainees" },
      { company, who: `group:${groupId(55)}`, action: "delete", object, reason: "retention" },
    ],
  };
};

type BenchRecord = RecordFacts & { readonly id: string };

const makeRecords = ({ shares: rows = [] }: AccessFacts): readonly BenchRecord[] => {
  const random = randomFrom(2);
  const byRecord = Map.groupBy(rows, ({ record }) => record);
  return Array.from({ length: records }, (_, at) => ({
    company,
    id: `record-${at}`,
    owner: userId(random(users)),
    territory: territoryId(random(territories)),
    hold: random(50) === 0,
    frozen: random(50) === 0,
    shares: byRecord.get(`record-${at}`) ?? [],
  }));
};

/** The rules of one user, said to CASL: who he is above, where he may look and what reaches him, as lists. */
const abilityOf = (
  facts: AccessFacts,
  principal: Principal,
  model: ReturnType<typeof compile>,
): MongoAbility => {
  const { can: allow, cannot: refuse, build } = new AbilityBuilder(createMongoAbility);
  const user = facts.users.find(({ id }) => id === principal.actor);
  const rights = new Set(user?.sets.flatMap((set) => rightsBySet[set] ?? []));
  const targets = targetsOf(model, principal.actor);
  for (const action of ["read", "update", "delete", "share"] as const) {
    const isWide = rights.has("modifyAll") && action !== "share";
    if (isWide || (action === "read" && rights.has("viewAll"))) {
      allow(action, object);
      continue;
    }
    if (!rights.has(action)) continue;
    const scope = scopeOf(model, { ...principal }, object, action);
    if (typeof scope === "string") continue;
    allow(action, object, { owner: { $in: [...scope.owners] } });
    if (scope.territories.length > 0) {
      allow(action, object, { territory: { $in: [...scope.territories] } });
    }
    if (scope.level < 3) {
      const access = { $in: scope.level === 1 ? ["read", "edit", "full"] : ["edit", "full"] };
      // What does not end and what has not ended yet are two rules: $elemMatch takes no $or.
      for (const expiresAt of [null, { $gt: now }]) {
        allow(action, object, {
          shares: { $elemMatch: { to: { $in: [...targets] }, access, expiresAt } },
        });
      }
    }
  }
  refuse("delete", object, { hold: true });
  for (const action of ["update", "delete", "share"]) refuse(action, object, { frozen: true });
  for (const { who, action } of facts.denies ?? []) {
    if (targets.includes(who)) refuse(action, object);
  }
  return build({ detectSubjectType: () => object });
};

interface Check {
  readonly principal: Principal;
  readonly ability: MongoAbility;
  readonly action: Exclude<Action, "create">;
  readonly record: BenchRecord;
}

const cpu = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const least = (list: readonly number[]): number => Math.min(...list);
const middle = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;

/** Single checks by the wall clock, in microseconds: the 50th and the 99th of a hundred. */
const lateness = (list: readonly Check[], check: (one: Check) => boolean): [number, number] => {
  const taken = new Float64Array(list.length);
  let allowed = 0;
  for (const [at, one] of list.entries()) {
    const start = process.hrtime.bigint();
    if (check(one)) allowed += 1;
    taken[at] = Number(process.hrtime.bigint() - start) / 1000;
  }
  if (allowed === 0) throw new Error("Nothing is allowed.");
  taken.sort();
  return [taken[taken.length >> 1] ?? 0, taken[Math.floor(taken.length * 0.99)] ?? 0];
};

const casl = ({ ability, action, record }: Check): boolean => ability.can(action, record);

const ratio = (one: number, other: number): string => (one / other).toFixed(1);

interface Pages {
  readonly own: number;
  readonly peer: number;
  readonly allowed: readonly [number, number];
}

/**
 * What a list does: one user and one action for 50 records that were just read, so that records are in the processor's
 * cache and what is known of users mostly is not. Wall time of both engines over all pages, in milliseconds; they take
 * turns in going first.
 */
const pagesOf = (
  seed: number,
  list: readonly BenchRecord[],
  askers: readonly Pick<Check, "principal" | "ability">[],
  model: AccessModel,
): Pages => {
  const random = randomFrom(seed);
  const allowed: [number, number] = [0, 0];
  let [own, peer, touched] = [0, 0, 0];
  for (let page = 0; page < pages; page += 1) {
    const asker = askers[random(users)];
    const action = asked[random(asked.length)];
    const start = random(records - pageRows);
    if (asker === undefined || action === undefined) continue;
    const { principal, ability } = asker;
    const rows = list.slice(start, start + pageRows).map((record) => {
      touched += (record.owner?.length ?? 0) + (record.territory?.charCodeAt(0) ?? 0);
      return { ...record };
    });
    for (let turn = 0; turn < 2; turn += 1) {
      let count = 0;
      const began = process.hrtime.bigint();
      if (turn === page % 2) {
        for (const record of rows) {
          if (can(model, principal, action, { object, record }).allow) count += 1;
        }
        own += Number(process.hrtime.bigint() - began) / 1e6;
        allowed[0] += count;
      } else {
        for (const record of rows) if (ability.can(action, record)) count += 1;
        peer += Number(process.hrtime.bigint() - began) / 1e6;
        allowed[1] += count;
      }
    }
  }
  if (touched === 0) throw new Error("The records are empty.");
  return { own, peer, allowed };
};

/** Runs the bench and prints its figures. */
export const run = async (): Promise<void> => {
  const facts = makeFacts();
  const compiles = Array.from({ length: 25 }, () => cpu(() => compile(facts)));
  const model = compile(facts);
  const list = makeRecords(facts);
  const principals = facts.users.map(({ id }): Principal => ({
    company,
    actor: id,
    kind: "user",
    stamp: 1,
    now,
  }));
  let abilities: MongoAbility[] = [];
  const built = cpu(() => {
    abilities = principals.map((principal) => abilityOf(facts, principal, model));
  });
  const random = randomFrom(3);
  const questions = Array.from({ length: checks }, (): Check => {
    const at = random(users);
    const record = list[random(records)] as BenchRecord;
    return {
      principal: principals[at] as Principal,
      ability: abilities[at] as MongoAbility,
      action: asked[random(asked.length)] ?? "read",
      record,
    };
  });
  const ours = ({ principal, action, record }: Check): boolean =>
    can(model, principal, action, { object, record }).allow;
  let allowed = 0;
  for (const one of questions) {
    const answer = ours(one);
    if (answer) allowed += 1;
    if (answer !== casl(one)) {
      throw new Error(`${one.principal.actor} ${one.action} ${one.record.id}: ${String(answer)}`);
    }
  }
  const [own, peer]: [number[], number[]] = [[], []];
  let counted = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    own.push(
      cpu(() => {
        for (const one of questions) if (ours(one)) counted += 1;
      }),
    );
    peer.push(
      cpu(() => {
        for (const one of questions) if (casl(one)) counted += 1;
      }),
    );
  }
  if (counted !== 2 * turns * allowed) throw new Error("The answers change from turn to turn.");
  const askers = principals.map((principal, at) => ({
    principal,
    ability: abilities[at] as MongoAbility,
  }));
  const paged = Array.from({ length: turns }, () => pagesOf(4, list, askers, model));
  if (paged.some(({ allowed: [left, right] }) => left !== right || left === 0)) {
    throw new Error("The engines allow different records of a page.");
  }
  const [ownPages, peerPages] = [paged.map((one) => one.own), paged.map((one) => one.peer)];
  const [p50, p99] = lateness(questions, ours);
  const [peer50, peer99] = lateness(questions, casl);
  const scopes = cpu(() => {
    for (const principal of principals) scopeKey(scopeOf(model, principal, object, "read"));
  });
  const rate = (ms: number): string => Math.round(checks / ms).toLocaleString("en");
  console.log(`${users} users, ${territories} territories, ${records} records, ${shares} shares`);
  console.log(`${checks} checks, ${allowed} allowed, all answers equal`);
  console.log("single records, each from cold memory:");
  console.log(`ours: ${rate(least(own))} checks a ms (median ${rate(middle(own))})`);
  console.log(`@casl/ability: ${rate(least(peer))} checks a ms (median ${rate(middle(peer))})`);
  console.log(
    `ratio: ${ratio(least(peer), least(own))} (${ratio(middle(peer), middle(own))}), aim 5`,
  );
  console.log(`pages of ${pageRows} records that were just read:`);
  console.log(`ours: ${rate(least(ownPages))} checks a ms (median ${rate(middle(ownPages))})`);
  console.log(
    `@casl/ability: ${rate(least(peerPages))} checks a ms (median ${rate(middle(peerPages))})`,
  );
  console.log(
    `ratio: ${ratio(least(peerPages), least(ownPages))} (${ratio(middle(peerPages), middle(ownPages))}), aim 5`,
  );
  console.log(`one check: p50 ${p50.toFixed(2)} µs, p99 ${p99.toFixed(2)} µs, aim 20`);
  console.log(`@casl/ability: p50 ${peer50.toFixed(2)} µs, p99 ${peer99.toFixed(2)} µs`);
  const first = compiles[0] ?? 0;
  console.log(
    `compile: ${least(compiles).toFixed(1)} ms (median ${middle(compiles).toFixed(1)}, first ${first.toFixed(1)}), aim 20`,
  );
  console.log(`abilities of all users: ${built.toFixed(1)} ms`);
  console.log(`scope of a user with its key: ${((scopes * 1000) / users).toFixed(1)} µs`);
};
