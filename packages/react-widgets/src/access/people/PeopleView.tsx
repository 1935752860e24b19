"use client";
import { useMemo, type ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { StatePanel } from "../../kernel/state-panel.tsx";
import { accessStrings } from "../strings.ts";
import type { AccessManagerState } from "../useAccessManager.ts";
import { NewPerson } from "./NewPerson.tsx";
import { peopleStrings } from "./people-strings.ts";
import { PersonEditor } from "./PersonEditor.tsx";

const newPerson = "new";

/** More are not read by anybody: the search narrows them. */
const mostShown = 200;

/** Everybody of the company, found by name, address or set, and the one who is open. */
export const PeopleView = ({ state }: { readonly state: AccessManagerState }): ReactNode => {
  const words = useStrings(peopleStrings);
  const strings = useStrings(accessStrings);
  const { formats } = useEnnead();
  const { users, value, open, nameOf, kept } = state;
  const search = value.search ?? "";
  const found = useMemo(() => {
    const asked = search.toLocaleLowerCase(formats.locale).split(/\s+/).filter(Boolean);
    return users.items
      .map((user) => ({ user, sets: (user.sets ?? []).map((id) => nameOf(`role:${id}`)) }))
      .filter(({ user, sets }) => {
        const text = [user.name, user.email, ...sets].join(" ").toLocaleLowerCase(formats.locale);
        return asked.every((word) => text.includes(word));
      });
  }, [users, search, formats, nameOf]);
  const making = value.user === newPerson;
  const user = users.items.find(({ id }) => id === value.user);
  const isEdited = (id: string): boolean => {
    const patch = kept.get(`user:${id}`);
    return typeof patch === "object" && patch !== null && Object.keys(patch).length > 0;
  };
  return (
    <div className="ennead-access-split">
      <nav className="ennead-access-list" aria-label={words.people}>
        <button
          type="button"
          className="ennead-button"
          aria-pressed={making}
          onClick={() => open({ user: newPerson })}
        >
          <Icon name="plus" />
          {words.newPerson}
        </button>
        <div className="ennead-access-search">
          <div className="ennead-search">
            <Icon name="search" />
            <input
              type="search"
              className="ennead-input"
              value={search}
              placeholder={words.search}
              aria-label={words.search}
              onChange={({ target }) => open({ search: target.value })}
            />
          </div>
          <output className="ennead-access-quiet">
            {found.length === 0
              ? words.nobodyFound
              : words.found(Math.min(found.length, mostShown), users.items.length)}
          </output>
        </div>
        <ul>
          {found.slice(0, mostShown).map(({ user: { id, name, email, active }, sets }) => (
            <li key={id}>
              <button
                type="button"
                className="ennead-access-item"
                aria-current={value.user === id ? "true" : undefined}
                data-inactive={active === false ? "" : undefined}
                onClick={() => open({ user: id })}
              >
                <span className="ennead-access-item-name">{name ?? email ?? id}</span>
                <span className="ennead-access-quiet">
                  {[
                    sets.length === 0 ? words.noSets : sets.join(", "),
                    active === false ? words.inactive : "",
                    isEdited(id) ? strings.unsaved : "",
                  ]
                    .filter((part) => part !== "")
                    .join(" · ")}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {users.more ? (
          <p className="ennead-access-quiet">{strings.listed(users.items.length)}</p>
        ) : null}
      </nav>
      <div className="ennead-access-main">
        {making ? (
          <NewPerson state={state} />
        ) : user === undefined ? (
          <StatePanel kind="start" title={words.choose} text={words.chooseHint} />
        ) : (
          <PersonEditor key={user.id} state={state} user={user} />
        )}
      </div>
    </div>
  );
};
