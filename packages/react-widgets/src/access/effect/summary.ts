import type { WhatIfAnswer } from "../../kernel/api.gen.ts";

type UserDelta = WhatIfAnswer["users"][number];

/** People whom the change concerns alike. */
export interface EffectOnPeople {
  readonly users: readonly string[];
  readonly delta: Omit<UserDelta, "user">;
}

/** What happens to the records of an object that were looked at, by people and actions. */
export interface EffectOnRecords {
  readonly object: string;
  /** Those that the same people gain or lose on the same records. */
  readonly actions: readonly string[];
  readonly gained: boolean;
  readonly users: readonly string[];
  /** Ids, each once. */
  readonly records: readonly string[];
}

const isEmpty = ({ systemGained, systemLost, actions, fields }: UserDelta): boolean =>
  systemGained.length + systemLost.length + actions.length + fields.length === 0;

/** People with equal differences together, the largest party first. */
export const effectOnPeople = ({ users }: WhatIfAnswer): readonly EffectOnPeople[] => {
  const parties = new Map<string, { users: string[]; delta: EffectOnPeople["delta"] }>();
  for (const one of users) {
    if (isEmpty(one)) continue;
    const { user, ...delta } = one;
    const key = JSON.stringify(delta);
    const party = parties.get(key);
    if (party === undefined) parties.set(key, { users: [user], delta });
    else party.users.push(user);
  }
  return [...parties.values()].toSorted((a, b) => b.users.length - a.users.length);
};

/** Records gained and lost, by object; actions with the same people and records together; what is lost comes first. */
export const effectOnRecords = ({ records }: WhatIfAnswer): readonly EffectOnRecords[] => {
  const found = new Map<
    string,
    { object: string; action: string; gained: boolean; users: Set<string>; records: Set<string> }
  >();
  for (const { user, object, record, gained, lost } of records) {
    const sides = [
      [true, gained],
      [false, lost],
    ] as const;
    for (const [isGained, actions] of sides) {
      for (const action of actions) {
        const key = JSON.stringify([object, action, isGained]);
        const at = found.get(key) ?? {
          object,
          action,
          gained: isGained,
          users: new Set<string>(),
          records: new Set<string>(),
        };
        at.users.add(user);
        at.records.add(record);
        found.set(key, at);
      }
    }
  }
  const alike = new Map<string, EffectOnRecords>();
  for (const { object, action, gained, users, records: ids } of found.values()) {
    const key = JSON.stringify([object, gained, [...users], [...ids]]);
    const before = alike.get(key)?.actions ?? [];
    alike.set(key, {
      object,
      actions: [...before, action],
      gained,
      users: [...users],
      records: [...ids],
    });
  }
  return [...alike.values()].toSorted((a, b) => Number(a.gained) - Number(b.gained));
};

/** Fields of one object that go the same way. */
export interface FieldParty {
  readonly object: string;
  readonly names: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** An object that comes or goes takes all its fields along: those that go the same way together. */
export const fieldParties = (fields: UserDelta["fields"]): readonly FieldParty[] => {
  const parties = new Map<string, { readonly party: FieldParty; readonly names: string[] }>();
  for (const { object, field, before, after } of fields) {
    const key = JSON.stringify([object, before, after]);
    const known = parties.get(key);
    if (known !== undefined) {
      known.names.push(field);
      continue;
    }
    const names = [field];
    parties.set(key, { party: { object, names, before, after }, names });
  }
  return [...parties.values()].map(({ party }) => party);
};
