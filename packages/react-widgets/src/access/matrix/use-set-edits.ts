"use client";
import { useMemo, useState } from "react";

import type { PermissionSetAnswer } from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { ProblemError } from "../../kernel/problem.ts";
import { useAction } from "../use-action.ts";
import { withCells, type Cell, type CellValue, type SetDraft } from "./draft.ts";
import {
  changesOf,
  commitEdit,
  editOf,
  rebaseEdit,
  redoEdit,
  settleEdit,
  undoEdit,
  type SetEdit,
} from "./set-edit.ts";

/** Permission sets with their unsaved edits, and what can be done with them. */
export interface SetEdits {
  /** The set with its edits; undefined where there is no set of this id. */
  readonly of: (id: string) => SetEdit | undefined;
  /** Whether a set has unsaved edits. */
  readonly isChanged: (id: string) => boolean;
  readonly change: (id: string, cells: readonly (readonly [Cell, CellValue])[]) => void;
  readonly undo: (id: string) => void;
  readonly redo: (id: string) => void;
  /** Gives the edits up. */
  readonly discard: (id: string) => void;
  /** Sends the edits, made on the version that they rest on. */
  readonly save: (id: string) => void;
  readonly create: (draft: SetDraft) => void;
  readonly remove: (set: PermissionSetAnswer) => void;
  readonly busy: boolean;
  /** Why the last save of this set was refused; null once it is edited on. */
  readonly errorOf: (id: string) => Error | null;
  readonly createError: Error | null;
  readonly removeError: Error | null;
  readonly forget: () => void;
}

export interface SetHeard {
  readonly onSaved: (set: PermissionSetAnswer) => void;
  readonly onCreated: (set: PermissionSetAnswer) => void;
  readonly onRemoved: (set: PermissionSetAnswer) => void;
  readonly onConflict: (set: PermissionSetAnswer) => void;
}

interface Save {
  readonly base: PermissionSetAnswer;
  readonly draft: SetDraft;
}

const isConflict = (error: Error): boolean =>
  error instanceof ProblemError && error.code === "kernel/precondition-failed";

/**
 * Edits rest on the stored set: when somebody else has saved it meanwhile they are put on top of what is stored now, and
 * what both changed is told. A refused save keeps them.
 */
export const useSetEdits = (stored: readonly PermissionSetAnswer[], heard: SetHeard): SetEdits => {
  const { client } = useEnnead();
  const { access } = client;
  const [held, setHeld] = useState<ReadonlyMap<string, SetEdit>>(new Map());
  const [refused, setRefused] = useState<{ readonly id: string; readonly error: Error }>();
  const byId = useMemo(() => new Map(stored.map((set) => [set.id, set])), [stored]);

  const of = (id: string): SetEdit | undefined => {
    const set = byId.get(id);
    const edit = held.get(id);
    if (edit !== undefined) {
      return set === undefined || set.version < edit.base.version ? edit : rebaseEdit(edit, set);
    }
    return set === undefined ? undefined : editOf(set);
  };
  const put = (id: string, edit: SetEdit | undefined): void =>
    setHeld((before) => {
      const next = new Map(before);
      if (edit === undefined) next.delete(id);
      else next.set(id, edit);
      return next;
    });
  const step = (id: string, next: (edit: SetEdit) => SetEdit): void => {
    const edit = of(id);
    if (edit === undefined) return;
    setRefused(undefined);
    put(id, next(edit));
  };

  const save = useAction<Save, PermissionSetAnswer>(
    ({ base, draft }, idempotencyKey) =>
      access.replaceSet({
        params: { id: base.id },
        body: draft,
        ifMatch: base.version,
        idempotencyKey,
      }),
    {
      onDone: (set, { draft }) => {
        setRefused(undefined);
        // What is stored now is the ground of the next edit, also before the list is read again.
        setHeld((before) =>
          new Map(before).set(set.id, settleEdit(before.get(set.id), draft, set)),
        );
        heard.onSaved(set);
      },
      onFailed: (error, { base }) => {
        setRefused({ id: base.id, error });
        // The list is read again after every attempt: what is stored now comes below the edits.
        if (isConflict(error)) heard.onConflict(base);
      },
    },
  );
  const create = useAction<SetDraft, PermissionSetAnswer>(
    (body, idempotencyKey) => access.createSet({ body, idempotencyKey }),
    {
      onDone: (set) => {
        put(set.id, editOf(set));
        heard.onCreated(set);
      },
    },
  );
  const remove = useAction<PermissionSetAnswer, void>(
    ({ id, version }, idempotencyKey) =>
      access.deleteSet({ params: { id }, ifMatch: version, idempotencyKey }),
    {
      onDone: (_, set) => {
        put(set.id, undefined);
        heard.onRemoved(set);
      },
    },
  );
  return {
    of,
    isChanged: (id) => {
      const edit = held.get(id);
      return edit !== undefined && changesOf(edit).size > 0;
    },
    change: (id, cells) => step(id, (edit) => commitEdit(edit, withCells(edit.draft, cells))),
    undo: (id) => step(id, undoEdit),
    redo: (id) => step(id, redoEdit),
    discard: (id) => {
      setRefused(undefined);
      put(id, undefined);
    },
    save: (id) => {
      const edit = of(id);
      if (edit === undefined || save.busy) return;
      // Held from now on, so that a refusal has edits to be put on top of what is stored.
      put(id, edit);
      save.run({ base: edit.base, draft: edit.draft });
    },
    create: create.run,
    remove: remove.run,
    busy: save.busy || create.busy || remove.busy,
    errorOf: (id) => (refused?.id === id ? refused.error : null),
    createError: create.error,
    removeError: remove.error,
    forget: () => {
      create.forget();
      remove.forget();
    },
  };
};
