"use client";
import type { AccessUpdateUserBody, UserAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { peopleStrings } from "./people-strings.ts";

export interface PersonEdit {
  /** What would be sent: only what differs from what is stored, so a save of somebody else stays. */
  readonly patch: AccessUpdateUserBody;
  readonly draft: Required<AccessUpdateUserBody>;
  readonly changed: number;
  readonly change: (part: AccessUpdateUserBody) => void;
  readonly discard: () => void;
  readonly save: () => void;
  readonly busy: boolean;
  readonly error: Error | null;
}

const storedOf = ({
  name,
  email,
  active,
  managerId,
  sets,
}: UserAnswer): Required<AccessUpdateUserBody> => ({
  name: name ?? "",
  email: email ?? "",
  active: active ?? true,
  managerId: managerId ?? null,
  sets: sets ?? [],
});

const isSame = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item) => b.includes(item))
    : a === b;

/** Edits of one person, on top of what is stored now; a refusal keeps them. */
export const usePerson = (state: AccessManagerState, user: UserAnswer): PersonEdit => {
  const { client, announce } = useEnnead();
  const words = useStrings(peopleStrings);
  const [edited, setEdited] = useKept<AccessUpdateUserBody>(state, `user:${user.id}`, {});
  const stored = storedOf(user);
  const patch = Object.fromEntries(
    Object.entries(edited).filter(
      ([key, value]) => !isSame(value, stored[key as keyof typeof stored]),
    ),
  ) as AccessUpdateUserBody;
  const save = useAction<AccessUpdateUserBody, UserAnswer>(
    (body, idempotencyKey) =>
      client.access.updateUser({
        params: { id: user.id },
        body,
        ifMatch: user.version,
        idempotencyKey,
      }),
    { onDone: ({ name }) => announce(words.saved(name ?? user.id)) },
  );
  const changed = Object.keys(patch).length;
  return {
    patch,
    draft: { ...stored, ...patch },
    changed,
    change: (part) => {
      save.forget();
      setEdited({ ...edited, ...part });
    },
    discard: () => {
      save.forget();
      setEdited({});
    },
    save: () => {
      if (changed > 0 && !save.busy) save.run(patch);
    },
    busy: save.busy,
    error: save.error,
  };
};
