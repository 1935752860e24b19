"use client";
import { useId, useState, type ReactNode } from "react";

import type { GroupAnswer } from "../../kernel/api.gen.ts";
import { useStrings } from "../../kernel/context.ts";
import { Question } from "../../kernel/parts/Question.tsx";
import { kernelStrings } from "../../kernel/strings.ts";
import { EffectPanel } from "../effect/EffectPanel.tsx";
import { SaveBar } from "../SaveBar.tsx";
import { sayFault } from "../say-fault.ts";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { everybodyIn } from "./everybody-in.ts";
import { groupStrings } from "./group-strings.ts";
import { Members } from "./Members.tsx";
import { useGroup } from "./use-group.ts";

export interface GroupEditorProps {
  readonly state: AccessManagerState;
  readonly group: GroupAnswer;
}

/** One group: what it is called, who is in it, and what a change of its members would do. */
export const GroupEditor = ({ state, group }: GroupEditorProps): ReactNode => {
  const words = useStrings(groupStrings);
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  const edit = useGroup(state, group);
  const id = useId();
  const [removing, setRemoving] = useState(false);
  const { members, error, remove } = edit;
  const itself = `group:${group.id}`;
  const free = (target: string): boolean => target !== itself && !members.includes(target);
  const people = everybodyIn(members, state.groups.items);
  return (
    <section className="ennead-access-editor" aria-labelledby={`${id}-title`}>
      <SaveBar
        title={group.name}
        titleId={`${id}-title`}
        changed={edit.changed}
        busy={edit.busy}
        onDiscard={edit.discard}
        onSave={edit.save}
      >
        {removing ? (
          <Question
            question={words.removeSure(group.name)}
            yes={words.remove}
            no={strings.cancel}
            onYes={() => remove.run(group)}
            onNo={() => {
              remove.forget();
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
            {words.remove}
          </button>
        )}
      </SaveBar>
      {error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {strings.notSaved} {sayFault(error, strings, kernel)}
        </p>
      )}
      {remove.error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {sayFault(remove.error, strings, kernel)}
        </p>
      )}
      <div className="ennead-access-columns">
        <div className="ennead-form">
          <label className="ennead-field">
            {words.name}
            <input
              className="ennead-input"
              value={edit.name}
              maxLength={120}
              data-changed={edit.name === group.name ? undefined : ""}
              onChange={({ target }) => edit.rename({ name: target.value })}
            />
          </label>
          <label className="ennead-field">
            {words.description}
            <textarea
              className="ennead-input ennead-access-area"
              value={edit.description}
              maxLength={2000}
              onChange={({ target }) => edit.rename({ description: target.value })}
            />
          </label>
          <div className="ennead-access-head">
            <h4>{words.members}</h4>
            <span className="ennead-access-quiet">{words.everybodyIn(people.size)}</span>
          </div>
          <label className="ennead-field">
            <span className="ennead-access-quiet">{words.addWhom}</span>
            <select
              className="ennead-select"
              value=""
              onChange={({ target }) => {
                if (target.value !== "") edit.add(target.value);
              }}
            >
              <option value="">{words.add}…</option>
              <optgroup label={words.people}>
                {state.users.items
                  .filter((user) => user.active !== false && free(`user:${user.id}`))
                  .map((user) => (
                    <option key={user.id} value={`user:${user.id}`}>
                      {user.name ?? user.email ?? user.id}
                    </option>
                  ))}
              </optgroup>
              <optgroup label={words.groups}>
                {state.groups.items
                  .filter((one) => free(`group:${one.id}`))
                  .map((one) => (
                    <option key={one.id} value={`group:${one.id}`}>
                      {one.name}
                    </option>
                  ))}
              </optgroup>
            </select>
          </label>
          {members.length === 0 ? (
            <p className="ennead-access-quiet">{words.noMembers}</p>
          ) : (
            <Members state={state} members={members} above={[itself]} onTake={edit.take} />
          )}
        </div>
        <EffectPanel
          state={state}
          change={edit.patch.members === undefined ? null : { groups: [{ id: group.id, members }] }}
        />
      </div>
    </section>
  );
};
