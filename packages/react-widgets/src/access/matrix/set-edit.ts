import type { PermissionSetAnswer } from "../../kernel/api.gen.ts";
import { changedCells, draftOf, mergeDrafts, type SetDraft } from "./draft.ts";

/** A set with what has been changed in it and not been saved. */
export interface SetEdit {
  /** The stored set that the edits rest on; its version is what a save is checked against. */
  readonly base: PermissionSetAnswer;
  readonly draft: SetDraft;
  readonly past: readonly SetDraft[];
  readonly future: readonly SetDraft[];
  /** Cells that somebody else changed too, since the edits began. */
  readonly conflicts: ReadonlySet<string>;
}

const most = 100;
const nothing: ReadonlySet<string> = new Set();

export const editOf = (base: PermissionSetAnswer): SetEdit => ({
  base,
  draft: draftOf(base),
  past: [],
  future: [],
  conflicts: nothing,
});

export const commitEdit = (edit: SetEdit, draft: SetDraft): SetEdit =>
  draft === edit.draft
    ? edit
    : { ...edit, draft, past: [...edit.past.slice(1 - most), edit.draft], future: [] };

export const undoEdit = (edit: SetEdit): SetEdit => {
  const last = edit.past.at(-1);
  return last === undefined
    ? edit
    : { ...edit, draft: last, past: edit.past.slice(0, -1), future: [edit.draft, ...edit.future] };
};

export const redoEdit = (edit: SetEdit): SetEdit => {
  const [next, ...future] = edit.future;
  return next === undefined
    ? edit
    : { ...edit, draft: next, past: [...edit.past, edit.draft], future };
};

/** Keys of the cells that a save would change. */
export const changesOf = ({ base, draft }: SetEdit): ReadonlySet<string> =>
  changedCells(draftOf(base), draft);

/** The edits on top of what is stored now. What was undone before stays undone: the steps are rebased, too. */
export const rebaseEdit = (edit: SetEdit, stored: PermissionSetAnswer): SetEdit => {
  if (stored.version === edit.base.version) return edit;
  const from = draftOf(edit.base);
  const onto = draftOf(stored);
  const step = (draft: SetDraft): SetDraft => mergeDrafts(from, draft, onto).draft;
  const { draft, conflicts } = mergeDrafts(from, edit.draft, onto);
  return {
    base: stored,
    draft,
    past: edit.past.map(step),
    future: edit.future.map(step),
    conflicts: new Set([...edit.conflicts, ...conflicts]),
  };
};

/** After `sent` was stored: what was edited while it was on its way stays an edit. */
export const settleEdit = (
  edit: SetEdit | undefined,
  sent: SetDraft,
  stored: PermissionSetAnswer,
): SetEdit => ({
  ...editOf(stored),
  draft:
    edit === undefined ? draftOf(stored) : mergeDrafts(sent, edit.draft, draftOf(stored)).draft,
});
