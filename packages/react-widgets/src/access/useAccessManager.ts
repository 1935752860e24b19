"use client";
import { useMemo, useState } from "react";

import type {
  GroupAnswer,
  MeAnswer,
  PermissionSetAnswer,
  UserAnswer,
  VocabularyAnswer,
} from "../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../kernel/context.ts";
import { useSetEdits, type SetEdits } from "./matrix/use-set-edits.ts";
import { accessStrings } from "./strings.ts";
import { useAccessData, type Listed } from "./use-access-data.ts";
import { startValue, type AccessManagerValue } from "./value.ts";

export interface AccessManagerOptions {
  /** What is open, owned by the host. */
  readonly value?: AccessManagerValue | undefined;
  /** What is open to begin with, owned by the widget from then on. */
  readonly defaultValue?: AccessManagerValue | undefined;
  readonly onChange?: ((value: AccessManagerValue) => void) | undefined;
}

/** What the manager can show right now. */
export type AccessStatus =
  | { readonly kind: "loading" }
  /** The reader does not hold `access.manage`. */
  | { readonly kind: "forbidden" }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "ready" };

export interface AccessManagerState {
  readonly value: AccessManagerValue;
  /** Opens something else; edits stay where they are. */
  readonly open: (next: Partial<AccessManagerValue>) => void;
  readonly status: AccessStatus;
  readonly retry: () => void;
  readonly me: MeAnswer | undefined;
  readonly vocabulary: VocabularyAnswer | undefined;
  readonly sets: Listed<PermissionSetAnswer>;
  readonly users: Listed<UserAnswer>;
  readonly groups: Listed<GroupAnswer>;
  readonly edits: SetEdits;
  /** Names of people, groups and sets by `user:<id>`, `group:<id>`, `role:<id>`; the text itself where it is unknown. */
  readonly nameOf: (target: string) => string;
  readonly objectLabel: (object: string) => string;
  readonly fieldLabel: (object: string, field: string) => string;
  /** Unsaved texts of other forms, kept while other things are open. */
  readonly kept: ReadonlyMap<string, unknown>;
  readonly keep: (key: string, value: unknown) => void;
}

const none = { items: [], more: false } as const;

const firstError = (...errors: readonly (Error | null)[]): Error | null =>
  errors.find((error) => error !== null) ?? null;

/** State and actions of the access manager, without markup. */
export const useAccessManager = (options: AccessManagerOptions = {}): AccessManagerState => {
  const { onChange } = options;
  const { announce } = useEnnead();
  const strings = useStrings(accessStrings);
  const [own, setOwn] = useState(options.defaultValue ?? startValue);
  const [kept, setKept] = useState<ReadonlyMap<string, unknown>>(new Map());
  const value = options.value ?? own;
  const data = useAccessData();
  const { me, vocabulary, sets, users, groups, allowed } = data;

  const open = (next: Partial<AccessManagerValue>): void => {
    const changed = { ...value, ...next };
    setOwn(changed);
    onChange?.(changed);
  };
  const edits = useSetEdits(sets.data?.items ?? none.items, {
    onSaved: ({ name }) => announce(strings.said.saved(name)),
    onCreated: ({ id, name }) => {
      announce(strings.said.created(name));
      open({ part: "sets", set: id });
    },
    onRemoved: ({ name }) => {
      announce(strings.said.removed(name));
      open({ set: undefined });
    },
    onConflict: ({ name }) => announce(strings.said.conflict(name)),
  });

  const needed = [vocabulary, sets, users, groups];
  const error = firstError(
    me.data === undefined ? me.error : null,
    ...needed.map((one) => (one.data === undefined ? one.error : null)),
  );
  const status = ((): AccessStatus => {
    if (allowed === false) return { kind: "forbidden" };
    if (error !== null) return { kind: "failed", error };
    return needed.every(({ data: held }) => held !== undefined)
      ? { kind: "ready" }
      : { kind: "loading" };
  })();

  const names = useMemo(
    () =>
      new Map<string, string>([
        ...(users.data?.items ?? []).map(
          ({ id, name, email }) => [`user:${id}`, name ?? email ?? id] as const,
        ),
        ...(groups.data?.items ?? []).map(({ id, name }) => [`group:${id}`, name] as const),
        ...(sets.data?.items ?? []).map(({ id, name }) => [`role:${id}`, name] as const),
      ]),
    [users.data, groups.data, sets.data],
  );
  const objects = useMemo(
    () => new Map((vocabulary.data?.objects ?? []).map((object) => [object.name, object])),
    [vocabulary.data],
  );
  return {
    value,
    open,
    status,
    retry: () => {
      for (const one of [me, ...needed]) if (one.isError) void one.refetch();
    },
    me: me.data,
    vocabulary: vocabulary.data,
    sets: sets.data ?? none,
    users: users.data ?? none,
    groups: groups.data ?? none,
    edits,
    nameOf: (target) => names.get(target) ?? (target === "all" ? strings.everybody : target),
    objectLabel: (object) => objects.get(object)?.label ?? object,
    fieldLabel: (object, field) =>
      objects.get(object)?.fields.find(({ name }) => name === field)?.label ?? field,
    kept,
    keep: (key, one) => setKept((before) => new Map(before).set(key, one)),
  };
};
