"use client";
import { useId, type ReactNode } from "react";

import type { UserAnswer } from "../../kernel/api.gen.ts";
import { useStrings } from "../../kernel/context.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { EffectPanel } from "../effect/EffectPanel.tsx";
import { SaveBar } from "../SaveBar.tsx";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { Compare } from "./Compare.tsx";
import { peopleStrings } from "./people-strings.ts";
import { personFaults, type PersonField } from "./person-faults.ts";
import { Rights } from "./Rights.tsx";
import { usePerson } from "./use-person.ts";

export interface PersonEditorProps {
  readonly state: AccessManagerState;
  readonly user: UserAnswer;
}

/** One person: who leads him, what he holds, whether he may sign in, and all that follows from it. */
export const PersonEditor = ({ state, user }: PersonEditorProps): ReactNode => {
  const words = useStrings(peopleStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const edit = usePerson(state, user);
  const { draft, patch, error } = edit;
  const id = useId();
  const faults = personFaults(error, patch, (code, text) => strings.fault(code) ?? text);
  const { active, managerId, sets } = patch;
  const matters = active !== undefined || managerId !== undefined || sets !== undefined;
  const change = matters
    ? {
        users: [
          {
            id: user.id,
            ...(active === undefined ? {} : { active }),
            ...(managerId === undefined ? {} : { managerId }),
            ...(sets === undefined ? {} : { sets }),
          },
        ],
      }
    : null;
  const marks = (field: PersonField) => ({
    "data-changed": patch[field] === undefined ? undefined : "",
    ...(faults.has(field)
      ? { "aria-invalid": true, "aria-describedby": `${id}-${field}-fault` }
      : {}),
  });
  const fault = (field: PersonField): ReactNode =>
    faults.has(field) ? (
      <span id={`${id}-${field}-fault`} className="ennead-access-field-fault">
        {faults.get(field)}
      </span>
    ) : null;
  return (
    <section className="ennead-access-editor" aria-labelledby={`${id}-title`}>
      <SaveBar
        title={user.name ?? user.id}
        titleId={`${id}-title`}
        changed={edit.changed}
        busy={edit.busy}
        onDiscard={edit.discard}
        onSave={edit.save}
      />
      {error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {strings.notSaved} {sayFault(error, strings, kernel)}
        </p>
      )}
      <div className="ennead-access-columns">
        <div className="ennead-form">
          <div className="ennead-field">
            <label htmlFor={`${id}-name`}>{words.name}</label>
            <input
              id={`${id}-name`}
              className="ennead-input"
              value={draft.name}
              {...marks("name")}
              onChange={({ target }) => edit.change({ name: target.value })}
            />
            {fault("name")}
          </div>
          <div className="ennead-field">
            <label htmlFor={`${id}-email`}>{words.email}</label>
            <input
              id={`${id}-email`}
              type="email"
              className="ennead-input"
              value={draft.email}
              {...marks("email")}
              onChange={({ target }) => edit.change({ email: target.value })}
            />
            {fault("email")}
          </div>
          <div className="ennead-field">
            <label htmlFor={`${id}-manager`}>{words.manager}</label>
            <select
              id={`${id}-manager`}
              className="ennead-select"
              value={draft.managerId ?? ""}
              {...marks("managerId")}
              onChange={({ target }) =>
                edit.change({ managerId: target.value === "" ? null : target.value })
              }
            >
              <option value="">{words.noManager}</option>
              {state.users.items
                .filter((one) => one.id !== user.id)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name ?? one.email ?? one.id}
                  </option>
                ))}
            </select>
            {fault("managerId")}
          </div>
          <div className="ennead-field">
            <label className="ennead-check">
              <input
                type="checkbox"
                checked={draft.active}
                {...marks("active")}
                onChange={({ target }) => edit.change({ active: target.checked })}
              />
              {words.active}
            </label>
            <span className="ennead-access-quiet">{words.activeHint}</span>
            {fault("active")}
          </div>
          <fieldset>
            <legend>
              <strong>{words.sets}</strong>
            </legend>
            {user.id === state.me?.user.id ? (
              <p className="ennead-access-note">{words.yourself}</p>
            ) : null}
            {draft.sets.length === 0 ? (
              <p className="ennead-access-quiet">{words.noSetsYet}</p>
            ) : null}
            <div className="ennead-access-checks">
              {state.sets.items.map((set) => (
                <label key={set.id} className="ennead-check">
                  <input
                    type="checkbox"
                    checked={draft.sets.includes(set.id)}
                    {...marks("sets")}
                    onChange={({ target }) =>
                      edit.change({
                        sets: target.checked
                          ? [...draft.sets, set.id]
                          : draft.sets.filter((one) => one !== set.id),
                      })
                    }
                  />
                  {set.name}
                </label>
              ))}
            </div>
            {fault("sets")}
          </fieldset>
        </div>
        <EffectPanel state={state} change={change} />
      </div>
      <Rights state={state} user={user.id} />
      <Compare state={state} user={user} />
    </section>
  );
};
