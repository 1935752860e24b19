"use client";
import { useState, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Question } from "../../kernel/parts/Question.tsx";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import { Tool } from "../Tool.tsx";
import type { AccessManagerState } from "../useAccessManager.ts";
import { keyOf } from "./draft.ts";
import type { CellFaults } from "./fault-cells.ts";
import type { SetEdit } from "./set-edit.ts";

export interface SetBarProps {
  readonly state: AccessManagerState;
  readonly edit: SetEdit;
  readonly titleId: string;
  readonly changes: number;
  readonly faults: CellFaults;
}

/** What the set is called, whether it is a role, and what is done with the edits as a whole. */
export const SetBar = ({ state, edit, titleId, changes, faults }: SetBarProps): ReactNode => {
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const [removing, setRemoving] = useState(false);
  const { edits } = state;
  const { base, draft, past, future } = edit;
  const { id } = base;
  const nameFault = faults.get(keyOf({ kind: "name" }));
  const nameless = draft.name.trim() === "";
  const idle = changes === 0 || edits.busy || nameless;
  return (
    <header className="ennead-access-bar">
      <h3 id={titleId} className="ennead-hidden">
        {base.name}
      </h3>
      <div className="ennead-access-identity">
        <label className="ennead-field">
          <span className="ennead-access-quiet">{strings.name}</span>
          <input
            className="ennead-input"
            value={draft.name}
            maxLength={120}
            aria-invalid={nameless || nameFault !== undefined}
            data-changed={draft.name === base.name ? undefined : ""}
            onChange={({ target }) => edits.change(id, [[{ kind: "name" }, target.value]])}
          />
        </label>
        <label className="ennead-check" title={strings.roleHint}>
          <input
            type="checkbox"
            checked={draft.role ?? false}
            onChange={({ target }) => edits.change(id, [[{ kind: "role" }, target.checked]])}
          />
          {strings.role}
        </label>
      </div>
      <div className="ennead-access-tools">
        <output className="ennead-access-count">
          {changes === 0 ? "" : strings.changes(changes)}
        </output>
        <Tool
          icon="undo"
          label={strings.undo}
          disabled={past.length === 0}
          onPress={() => edits.undo(id)}
        />
        <Tool
          icon="redo"
          label={strings.redo}
          disabled={future.length === 0}
          onPress={() => edits.redo(id)}
        />
        {removing ? (
          <Question
            question={strings.removeSure(base.name)}
            yes={strings.remove}
            no={strings.cancel}
            onYes={() => edits.remove(base)}
            onNo={() => {
              edits.forget();
              setRemoving(false);
            }}
          />
        ) : (
          <button
            type="button"
            className="ennead-button"
            data-quiet=""
            onClick={() => setRemoving(true)}
          >
            {strings.remove}
          </button>
        )}
        <button
          type="button"
          className="ennead-button"
          aria-disabled={changes === 0}
          onClick={() => {
            if (changes > 0) edits.discard(id);
          }}
        >
          {strings.discard}
        </button>
        <button
          type="button"
          className="ennead-button"
          data-primary=""
          aria-disabled={idle}
          onClick={() => {
            if (!idle) edits.save(id);
          }}
        >
          <Icon name="save" />
          {edits.busy ? strings.saving : strings.save}
        </button>
      </div>
      {removing && edits.removeError !== null ? (
        <p className="ennead-access-alert" role="alert">
          {sayFault(edits.removeError, strings, kernel)}
        </p>
      ) : null}
    </header>
  );
};
