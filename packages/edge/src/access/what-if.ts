import {
  can,
  checkSet,
  whatIf,
  type AccessChange,
  type AccessDelta,
  type SampleRecord,
} from "@ennead/core/access";
import { fault, type Fault, type UserId } from "@ennead/core/kernel";
import type * as v from "valibot";

import { recordFacts, type RequestContext, type StoredRecord } from "../kernel/index.ts";
import type { State } from "./directory.ts";
import { factsOf } from "./facts.ts";
import type { whatIfBody } from "./insight-schemas.ts";
import { principalFault } from "./principals.ts";
import type { User } from "./snapshot.ts";

/** A change as somebody thinks of it. */
export type Thought = v.InferOutput<typeof whatIfBody>;

/** How much is looked at: the work is users times records times actions, twice. */
const mostUsers = 200;
const mostRecords = 100;

/** What was looked at, of how much. */
export interface Looked {
  readonly users: number;
  readonly ofUsers: number;
  readonly records: readonly {
    readonly object: string;
    readonly records: number;
    readonly more: boolean;
  }[];
}

/** Everything in a thought that is not there. */
export const thoughtFaults = (
  state: State,
  permissions: ReadonlySet<string>,
  { sets, groups, defaults, users, recordsOf }: Thought,
): readonly Fault[] => [
  ...sets.flatMap(({ id, definition }, index) => {
    const checked = checkSet(definition, state.objects, permissions);
    const faults = checked.ok ? [] : checked.error;
    return [
      ...(state.sets.has(id)
        ? []
        : [fault("access/unknown-set", "There is no permission set of this id.", ["sets", index])]),
      ...faults.map((one) => ({
        ...one,
        path: ["sets", index, "definition", ...(one.path ?? [])],
      })),
    ];
  }),
  ...groups.flatMap(({ id, members }, index) =>
    [
      principalFault(state, `group:${id}`, ["groups", index, "id"]),
      ...members.map((one, at) => principalFault(state, one, ["groups", index, "members", at])),
    ].filter((one) => one !== null),
  ),
  ...users.flatMap(({ id }, index) =>
    [principalFault(state, `user:${id}`, ["users", index, "id"])].filter((one) => one !== null),
  ),
  ...[...Object.keys(defaults), ...recordsOf]
    .filter((name) => !Object.hasOwn(state.objects, name))
    .map((name) => fault("access/unknown-object", `There is no object ${name}.`)),
];

/** The thought as a change of facts. */
const changeOf = (
  { company }: RequestContext,
  state: State,
  { sets, groups, defaults, users }: Thought,
): AccessChange => {
  const changed = users.flatMap(({ id, active, managerId, sets: held }) => {
    const before = state.users.get(id as UserId);
    if (before === undefined) return [];
    const after: User = {
      ...before,
      active: active ?? before.active,
      sets: held ?? before.sets,
      managerId: managerId === undefined ? before.managerId : (managerId as UserId | null),
    };
    return [[before.id, after] as const];
  });
  const regrouped = groups.flatMap(({ id, members }) => {
    const before = state.groups.get(id);
    return before === undefined ? [] : [[id, { ...before, members }] as const];
  });
  const facts = factsOf(
    company,
    { users: new Map(changed), sets: new Map(), groups: new Map(regrouped) },
    {},
  );
  return {
    sets: sets.map(({ id, definition }) => ({ ...definition, id, company })),
    users: facts.users,
    groups: facts.groups ?? [],
    defaults,
  };
};

/** Whom it can concern: holders of changed sets and the users themselves, or everybody. */
const concerned = (state: State, { sets, groups, defaults, users }: Thought): readonly UserId[] => {
  const all = [...state.users.values()];
  const isNarrow = groups.length === 0 && Object.keys(defaults).length === 0;
  // Whoever leads somebody has what he has, so a change of the tree can concern anybody.
  const isFlat = users.every(({ managerId }) => managerId === undefined);
  if (!isNarrow || !isFlat) return all.map(({ id }) => id);
  const changed = new Set(sets.map(({ id }) => id));
  const named = new Set<string>(users.map(({ id }) => id));
  return all
    .filter(({ id, sets: held }) => named.has(id) || held.some((one) => changed.has(one)))
    .map(({ id }) => id);
};

/** The objects that the change speaks of. */
const spokenOf = (state: State, { sets, defaults, recordsOf }: Thought): readonly string[] => {
  if (recordsOf.length > 0) return [...new Set(recordsOf)];
  const ofSets = sets.flatMap(({ id, definition }) => [
    ...Object.keys(definition.objects),
    ...Object.keys(state.sets.get(id)?.objects ?? {}),
  ]);
  const named = new Set([...ofSets, ...Object.keys(defaults)]);
  return (named.size === 0 ? Object.keys(state.objects) : [...named]).toSorted();
};

/** The first records of each object that the asking administrator may read, with their shares. */
const sampleOf = async (
  { scope, services, model, principal, company }: RequestContext,
  objects: readonly string[],
): Promise<{ readonly sample: readonly SampleRecord[]; readonly looked: Looked["records"] }> => {
  const { ports } = services;
  const sample: SampleRecord[] = [];
  const looked: { object: string; records: number; more: boolean }[] = [];
  const sources = objects.flatMap((object) => ports.source(object) ?? []);
  const each = Math.max(1, Math.floor(mostRecords / Math.max(1, sources.length)));
  for (const source of sources.slice(0, mostRecords)) {
    const { object } = source;
    const { value: rows = [] } = (await source.rows(scope)[Symbol.asyncIterator]().next()) as {
      readonly value?: readonly StoredRecord[];
    };
    const shares = await ports.sharing.of(
      scope,
      object,
      rows.slice(0, each * 5).map(({ id }) => id),
    );
    const seen = rows
      .slice(0, each * 5)
      .map((row) => ({
        object,
        record: { ...recordFacts(company, row, shares), id: row.id },
      }))
      .filter(({ record }) => can(model, principal, "read", { object, record }).allow);
    sample.push(...seen.slice(0, each));
    looked.push({
      object,
      records: Math.min(seen.length, each),
      more: rows.length > each * 5 || seen.length > each,
    });
  }
  return { sample, looked };
};

/** What a change would do to users and to a sample of records, before anybody makes it. */
export const imagine = async (
  context: RequestContext,
  state: State,
  thought: Thought,
): Promise<{ readonly delta: AccessDelta; readonly looked: Looked }> => {
  const everybody = concerned(state, thought);
  const users = everybody.slice(0, mostUsers);
  const { sample, looked } = await sampleOf(context, spokenOf(state, thought));
  const change = changeOf(context, state, thought);
  const delta = whatIf(state.model, change, sample, { now: context.now, users });
  return {
    delta,
    looked: { users: users.length, ofUsers: everybody.length, records: looked },
  };
};
