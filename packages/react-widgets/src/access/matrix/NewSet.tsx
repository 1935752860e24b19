"use client";
import { useState, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { NewForm } from "../NewForm.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { draftOf } from "./draft.ts";

/** A name for a new set, and what it allows to begin with. */
export const NewSet = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const strings = useStrings(accessStrings);
  const [name, setName] = useState("");
  const [from, setFrom] = useState("");
  const { edits, sets, open } = state;
  const submit = (): void => {
    if (name.trim() === "") return;
    const model = sets.items.find(({ id }) => id === from);
    const begin =
      model === undefined ? { role: false, objects: {}, fields: {}, system: [] } : draftOf(model);
    edits.create({ ...begin, name: name.trim() });
  };
  return (
    <NewForm
      title={strings.newSet}
      busy={edits.busy}
      error={edits.createError}
      onCreate={submit}
      onCancel={() => {
        edits.forget();
        open({ set: undefined });
      }}
    >
      <label className="ennead-field">
        {strings.name}
        <input
          className="ennead-input"
          value={name}
          required
          maxLength={120}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label className="ennead-field">
        {strings.startFrom}
        <select
          className="ennead-select"
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        >
          <option value="">{strings.nothing}</option>
          {sets.items.map((set) => (
            <option key={set.id} value={set.id}>
              {set.name}
            </option>
          ))}
        </select>
      </label>
    </NewForm>
  );
};
