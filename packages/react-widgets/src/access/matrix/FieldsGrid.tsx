"use client";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { CellGrid, type CellState } from "./CellGrid.tsx";
import { fieldLevels, valueOf, type Cell, type SetDraft } from "./draft.ts";

export interface FieldsGridProps {
  readonly state: AccessManagerState;
  readonly draft: SetDraft;
  readonly stateOf: (cell: Cell, on: boolean) => CellState;
}

const choices = ["", ...fieldLevels] as const;

/** The level of each field of one object; beside an object stands how many of its fields have a rule. */
export const FieldsGrid = ({ state, draft, stateOf }: FieldsGridProps): ReactNode => {
  const strings = useStrings(accessStrings);
  const { vocabulary, value, open, edits } = state;
  const objects = vocabulary?.objects ?? [];
  const ruled = (name: string): number => Object.keys(draft.fields[name] ?? {}).length;
  const object =
    objects.find(({ name }) => name === value.object) ??
    objects.find(({ name }) => ruled(name) > 0) ??
    objects[0];
  if (object === undefined || value.set === undefined) return null;
  const set = value.set;
  const levelOf = (name: string): string =>
    String(valueOf(draft, { kind: "field", object: object.name, name }));
  return (
    <>
      <div className="ennead-access-head">
        <h4>{strings.fields}</h4>
        <label className="ennead-access-inline">
          <span className="ennead-access-quiet">{strings.fieldsOf}</span>
          <select
            className="ennead-select"
            value={object.name}
            onChange={({ target }) => open({ object: target.value })}
          >
            {objects.map(({ name, label }) => (
              <option key={name} value={name}>
                {ruled(name) === 0 ? label : `${label} (${ruled(name)})`}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="ennead-access-quiet">{strings.fieldsHint}</p>
      {object.fields.length === 0 ? (
        <p className="ennead-access-quiet">{strings.noFields}</p>
      ) : (
        <div className="ennead-access-scroll">
          <CellGrid
            key={object.name}
            kind="choice"
            label={strings.fieldsLabel(object.label)}
            corner={strings.field}
            rows={object.fields.map(({ name, label }) => ({ key: name, label }))}
            columns={choices.map((level) => ({
              key: level,
              label: strings.levels[level],
              note: strings.levelHints[level],
              quiet: level === "",
            }))}
            stateOf={(name, level) => {
              const cell: Cell = { kind: "field", object: object.name, name };
              const on = levelOf(name) === level;
              const { changed, conflict, fault } = stateOf(cell, on);
              // The mark belongs to the level that was chosen, not to the whole row.
              return {
                on,
                changed: changed && on,
                conflict: conflict && on,
                fault: on ? fault : undefined,
              };
            }}
            onSet={(cells) =>
              edits.change(
                set,
                cells.map(([name, level]) => [{ kind: "field", object: object.name, name }, level]),
              )
            }
          />
        </div>
      )}
    </>
  );
};
