"use client";
import type { AccessUpdateGroupBody, GroupAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import type { Action } from "../../kernel/parts/use-action.ts";
import { useAction } from "../use-action.ts";
import { useKept } from "../use-kept.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { groupStrings } from "./group-strings.ts";

/** Members that come and that go: kept apart, so that they can be put on top of what somebody else has saved. */
interface GroupDraft {
  readonly name?: string;
  readonly description?: string;
  readonly added: readonly string[];
  readonly taken: readonly string[];
}

export interface GroupEdit {
  readonly name: string;
  readonly description: string;
  readonly members: readonly string[];
  readonly patch: AccessUpdateGroupBody;
  readonly changed: number;
  readonly rename: (part: { readonly name?: string; readonly description?: string }) => void;
  readonly add: (member: string) => void;
  readonly take: (member: string) => void;
  readonly discard: () => void;
  readonly save: () => void;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly remove: Action<GroupAnswer>;
}

const untouched: GroupDraft = { added: [], taken: [] };

/** Edits of one group, on top of what is stored now; a refusal keeps them. */
export const useGroup = (state: AccessManagerState, group: GroupAnswer): GroupEdit => {
  const { client, announce } = useEnnead();
  const { access } = client;
  const words = useStrings(groupStrings);
  const [draft, setDraft] = useKept<GroupDraft>(state, `group:${group.id}`, untouched);
  const stored = group.description ?? "";
  const name = draft.name ?? group.name;
  const description = draft.description ?? stored;
  const added = draft.added.filter((one) => !group.members.includes(one));
  const taken = draft.taken.filter((one) => group.members.includes(one));
  const members = [...group.members.filter((one) => !taken.includes(one)), ...added];
  const patch: AccessUpdateGroupBody = {
    ...(name === group.name ? {} : { name }),
    ...(description === stored ? {} : { description: description === "" ? null : description }),
    ...(added.length + taken.length === 0 ? {} : { members }),
  };
  const save = useAction<AccessUpdateGroupBody, GroupAnswer>(
    (body, idempotencyKey) =>
      access.updateGroup({
        params: { id: group.id },
        body,
        ifMatch: group.version,
        idempotencyKey,
      }),
    { onDone: (answer) => announce(words.saved(answer.name)) },
  );
  const remove = useAction<GroupAnswer, void>(
    ({ id, version }, idempotencyKey) =>
      access.deleteGroup({ params: { id }, ifMatch: version, idempotencyKey }),
    { onDone: () => state.open({ group: undefined }) },
  );
  const change = (part: Partial<GroupDraft>): void => {
    save.forget();
    setDraft({ ...draft, ...part });
  };
  const isIn = (one: string): boolean => group.members.includes(one);
  return {
    name,
    description,
    members,
    patch,
    changed:
      Object.keys(patch).filter((key) => key !== "members").length + added.length + taken.length,
    rename: change,
    add: (one) =>
      change(
        isIn(one)
          ? { taken: draft.taken.filter((other) => other !== one) }
          : { added: [...added, one] },
      ),
    take: (one) =>
      change(
        isIn(one)
          ? { taken: [...taken, one] }
          : { added: draft.added.filter((other) => other !== one) },
      ),
    discard: () => {
      save.forget();
      setDraft(untouched);
    },
    save: () => {
      if (Object.keys(patch).length > 0 && !save.busy) save.run(patch);
    },
    busy: save.busy,
    error: save.error,
    remove,
  };
};
