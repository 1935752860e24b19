"use client";
import { useId, type KeyboardEvent, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { EffectPanel } from "../effect/EffectPanel.tsx";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { CellGrid, type CellState } from "./CellGrid.tsx";
import { keyOf, valueOf, type Cell } from "./draft.ts";
import { faultCells } from "./fault-cells.ts";
import { FieldsGrid } from "./FieldsGrid.tsx";
import { changesOf, type SetEdit } from "./set-edit.ts";
import { SetBar } from "./SetBar.tsx";

export interface SetEditorProps {
  readonly state: AccessManagerState;
  readonly edit: SetEdit;
}

/** What a permission set says: rights by object, levels by field, system permissions; and what its edits would do. */
export const SetEditor = ({ state, edit }: SetEditorProps): ReactNode => {
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const titleId = useId();
  const { edits, vocabulary, me, users } = state;
  const { base, draft, conflicts } = edit;
  const { id } = base;
  const changes = changesOf(edit);
  const error = edits.errorOf(id);
  const faults = faultCells(error, draft, changes, (code, text) => strings.fault(code) ?? text);
  const mine = users.items.find((user) => user.id === me?.user.id)?.sets ?? [];

  const stateOf = (cell: Cell, on: boolean): CellState => {
    const key = keyOf(cell);
    return {
      on,
      changed: changes.has(key),
      conflict: conflicts.has(key) && changes.has(key),
      fault: faults.get(key),
    };
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target instanceof HTMLInputElement && event.target.type === "text") return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) edits.redo(id);
    else edits.undo(id);
  };
  const system = new Set([...(vocabulary?.system ?? []), ...base.system]);
  const objects = new Map((vocabulary?.objects ?? []).map(({ name, label }) => [name, label]));
  for (const name of Object.keys(base.objects)) {
    if (!objects.has(name)) objects.set(name, name);
  }
  return (
    // Undo belongs to the whole editor, wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className="ennead-access-editor" aria-labelledby={titleId} onKeyDown={onKeyDown}>
      <SetBar state={state} edit={edit} titleId={titleId} changes={changes.size} faults={faults} />
      {mine.includes(id) ? <p className="ennead-access-note">{strings.youHoldThis}</p> : null}
      {[...conflicts].some((key) => changes.has(key)) ? (
        <p className="ennead-access-note">{strings.conflictNote}</p>
      ) : null}
      {error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {strings.notSaved} {sayFault(error, strings, kernel)}
        </p>
      )}
      <div className="ennead-access-columns">
        <div className="ennead-access-grids">
          <h4>{strings.rights}</h4>
          <p className="ennead-access-quiet">{strings.gridKeys}</p>
          <div className="ennead-access-scroll">
            <CellGrid
              kind="check"
              label={strings.rightsLabel(draft.name)}
              corner={strings.object}
              rows={[...objects].map(([key, label]) => ({ key, label }))}
              columns={(vocabulary?.rights ?? []).map((key) => ({
                key,
                label: strings.right(key),
                note: strings.rightHint(key),
              }))}
              stateOf={(object, name) => {
                const cell: Cell = { kind: "right", object, name };
                return stateOf(cell, valueOf(draft, cell) === true);
              }}
              onSet={(cells, on) =>
                edits.change(
                  id,
                  cells.map(([object, name]) => [{ kind: "right", object, name }, on]),
                )
              }
            />
          </div>
          <FieldsGrid state={state} draft={draft} stateOf={stateOf} />
          <h4>{strings.system}</h4>
          <div className="ennead-access-scroll">
            <CellGrid
              kind="check"
              label={strings.system}
              corner={strings.permission}
              rows={[...system].map((key) => ({
                key,
                label: strings.systemPermission(key) ?? key,
                note: strings.systemPermission(key) === undefined ? undefined : key,
              }))}
              columns={[{ key: "granted", label: strings.granted }]}
              stateOf={(name) => {
                const cell: Cell = { kind: "system", name };
                return stateOf(cell, valueOf(draft, cell) === true);
              }}
              onSet={(cells, on) =>
                edits.change(
                  id,
                  cells.map(([name]) => [{ kind: "system", name }, on]),
                )
              }
            />
          </div>
        </div>
        <EffectPanel
          state={state}
          change={changes.size === 0 ? null : { sets: [{ id, definition: draft }] }}
        />
      </div>
    </section>
  );
};
