"use client";
import { useState, type FormEvent, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { draftOf } from "./draft.ts";

/** A name for a new set, and what it allows to begin with. */
export const NewSet = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const [name, setName] = useState("");
  const [from, setFrom] = useState("");
  const { edits, sets, open } = state;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "" || edits.busy) return;
    const model = sets.items.find(({ id }) => id === from);
    const begin =
      model === undefined ? { role: false, objects: {}, fields: {}, system: [] } : draftOf(model);
    edits.create({ ...begin, name: name.trim() });
  };
  return (
    <form className="ennead-form ennead-access-form" onSubmit={submit}>
      <h3>{strings.newSet}</h3>
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
      {edits.createError === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {sayFault(edits.createError, strings, kernel)}
        </p>
      )}
      <div className="ennead-form-end">
        <button
          type="button"
          className="ennead-button"
          onClick={() => {
            edits.forget();
            open({ set: undefined });
          }}
        >
          {strings.cancel}
        </button>
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={edits.busy}>
          {strings.create}
        </button>
      </div>
    </form>
  );
};
