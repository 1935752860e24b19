"use client";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { StatePanel } from "../../kernel/state-panel.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { groupStrings } from "./group-strings.ts";
import { GroupEditor } from "./GroupEditor.tsx";
import { NewGroup } from "./NewGroup.tsx";

const newGroup = "new";

/** The groups, and the one that is open. */
export const GroupsView = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const words = useStrings(groupStrings);
  const strings = useStrings(accessStrings);
  const { groups, value, open } = state;
  const making = value.group === newGroup;
  const group = groups.items.find(({ id }) => id === value.group);
  return (
    <div className="ennead-access-split">
      <nav className="ennead-access-list" aria-label={words.groups}>
        <button
          type="button"
          className="ennead-button"
          aria-pressed={making}
          onClick={() => open({ group: newGroup })}
        >
          <Icon name="plus" />
          {words.newGroup}
        </button>
        <ul>
          {groups.items.map(({ id, name, members }) => (
            <li key={id}>
              <button
                type="button"
                className="ennead-access-item"
                aria-current={value.group === id ? "true" : undefined}
                onClick={() => open({ group: id })}
              >
                <span className="ennead-access-item-name">{name}</span>
                <span className="ennead-access-quiet">{words.count(members.length)}</span>
              </button>
            </li>
          ))}
        </ul>
        {groups.more ? (
          <p className="ennead-access-quiet">{strings.listed(groups.items.length)}</p>
        ) : null}
      </nav>
      <div className="ennead-access-main">
        {making ? (
          <NewGroup state={state} />
        ) : group !== undefined ? (
          <GroupEditor key={group.id} state={state} group={group} />
        ) : groups.items.length === 0 ? (
          <StatePanel kind="empty" title={words.none} text={words.noneHint} />
        ) : (
          <StatePanel kind="start" title={words.choose} text={words.chooseHint} />
        )}
      </div>
    </div>
  );
};
