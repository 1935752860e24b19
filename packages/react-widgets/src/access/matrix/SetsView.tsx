"use client";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { StatePanel } from "../../kernel/state-panel.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { NewSet } from "./NewSet.tsx";
import { SetEditor } from "./SetEditor.tsx";

const newSet = "new";

/** The permission sets, and the one that is open. */
export const SetsView = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const strings = useStrings(accessStrings);
  const { sets, users, edits, value, open } = state;
  const holders = new Map<string, number>();
  for (const { sets: held = [], active } of users.items) {
    if (active === false) continue;
    for (const id of held) holders.set(id, (holders.get(id) ?? 0) + 1);
  }
  const making = value.set === newSet;
  const edit = value.set === undefined || making ? undefined : edits.of(value.set);
  return (
    <div className="ennead-access-split">
      <nav className="ennead-access-list" aria-label={strings.sets}>
        <button
          type="button"
          className="ennead-button"
          aria-pressed={making}
          onClick={() => open({ set: newSet })}
        >
          <Icon name="plus" />
          {strings.newSet}
        </button>
        <ul>
          {sets.items.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                className="ennead-access-item"
                aria-current={value.set === id ? "true" : undefined}
                onClick={() => open({ set: id })}
              >
                <span className="ennead-access-item-name">{name}</span>
                <span className="ennead-access-quiet">
                  {strings.heldBy(holders.get(id) ?? 0)}
                  {edits.isChanged(id) ? ` · ${strings.unsaved}` : ""}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {sets.more ? (
          <p className="ennead-access-quiet">{strings.listed(sets.items.length)}</p>
        ) : null}
      </nav>
      <div className="ennead-access-main">
        {making ? (
          <NewSet state={state} />
        ) : edit !== undefined ? (
          <SetEditor key={edit.base.id} state={state} edit={edit} />
        ) : sets.items.length === 0 ? (
          <StatePanel kind="empty" title={strings.noSets} text={strings.noSetsHint} />
        ) : (
          <StatePanel kind="start" title={strings.chooseSet} text={strings.chooseSetHint} />
        )}
      </div>
    </div>
  );
};
