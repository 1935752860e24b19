import type { Instant, UserId } from "../kernel/index.ts";
import { actions, type Action } from "./actions.ts";
import { asUser } from "./as-user.ts";
import { can } from "./can.ts";
import type { RecordFacts } from "./decision.ts";
import { rightsDifference, type RightsDifference } from "./differences.ts";
import type { AccessFacts } from "./facts.ts";
import { compile, type AccessModel } from "./model.ts";

/**
 * A change that is only thought of, as data. What has an id replaces what has the same, or is added; ids in `remove` are
 * taken out; `denies` replace the whole list, `defaults` those of the objects they name.
 */
export interface AccessChange {
  readonly sets?: AccessFacts["sets"];
  readonly users?: AccessFacts["users"];
  readonly groups?: NonNullable<AccessFacts["groups"]>;
  readonly territories?: NonNullable<AccessFacts["territories"]>;
  readonly denies?: NonNullable<AccessFacts["denies"]>;
  readonly defaults?: Readonly<Record<string, "none" | "read" | "edit">>;
  readonly remove?: {
    readonly sets?: readonly string[];
    readonly users?: readonly string[];
    readonly groups?: readonly string[];
    readonly territories?: readonly string[];
  };
}

/** A record at hand, with its shares. */
export interface SampleRecord {
  readonly object: string;
  readonly record: RecordFacts & { readonly id: string };
}

/** What somebody gains or loses on one record. */
export interface RecordDelta {
  readonly user: UserId;
  readonly object: string;
  readonly record: string;
  readonly gained: readonly Action[];
  readonly lost: readonly Action[];
}

/** What a change would do: to the rights of users, and to the records of the sample. */
export interface AccessDelta {
  readonly users: readonly ({ readonly user: UserId } & RightsDifference)[];
  readonly records: readonly RecordDelta[];
}

const replaced = <T extends { readonly id: string }>(
  before: readonly T[] | undefined,
  changed: readonly T[] | undefined,
  removed: readonly string[] | undefined,
): readonly T[] => {
  const byId = new Map((before ?? []).map((one) => [one.id, one]));
  for (const one of changed ?? []) byId.set(one.id, one);
  for (const id of removed ?? []) byId.delete(id);
  return [...byId.values()];
};

/** Facts after a change. */
export const changedFacts = (
  facts: AccessFacts,
  { sets, users, groups, territories, denies, defaults = {}, remove = {} }: AccessChange,
): AccessFacts => ({
  ...facts,
  objects: Object.fromEntries(
    Object.entries(facts.objects).map(([name, object]) => [
      name,
      Object.hasOwn(defaults, name)
        ? { ...object, default: defaults[name] ?? object.default }
        : object,
    ]),
  ),
  sets: replaced(facts.sets, sets, remove.sets),
  users: replaced(facts.users, users, remove.users),
  groups: replaced(facts.groups, groups, remove.groups),
  territories: replaced(facts.territories, territories, remove.territories),
  ...(denies === undefined ? {} : { denies }),
});

const touching = actions.filter((action) => action !== "create");

const isEmpty = ({ systemGained, systemLost, actions: some, fields }: RightsDifference): boolean =>
  systemGained.length + systemLost.length + some.length + fields.length === 0;

/**
 * What a change would do before it is made: the difference of two models. For every user (or those given), in the order
 * of the facts: rights and fields that differ, and which records of the sample he gains or loses for which actions. The
 * work is users × (objects + records of the sample).
 */
export const whatIf = (
  model: AccessModel,
  change: AccessChange,
  sample: readonly SampleRecord[] = [],
  { now, users }: { readonly now?: Instant; readonly users?: readonly UserId[] } = {},
): AccessDelta => {
  const after = compile(changedFacts(model.facts, change));
  const everybody = users ?? [...new Set([...model.users.keys(), ...after.users.keys()])];
  const rights: ({ user: UserId } & RightsDifference)[] = [];
  const records: RecordDelta[] = [];
  for (const user of everybody) {
    const difference = rightsDifference({ model, user }, { model: after, user }, now);
    if (!isEmpty(difference)) rights.push({ user, ...difference });
    const principal = asUser(model, user, now);
    for (const { object, record } of sample) {
      const [gained, lost]: [Action[], Action[]] = [[], []];
      for (const action of touching) {
        const had = can(model, principal, action, { object, record }).allow;
        const has = can(after, principal, action, { object, record }).allow;
        if (had !== has) (has ? gained : lost).push(action);
      }
      if (gained.length + lost.length > 0) {
        records.push({ user, object, record: record.id, gained, lost });
      }
    }
  }
  return { users: rights, records };
};
