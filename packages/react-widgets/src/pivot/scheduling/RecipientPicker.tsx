"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { scheduleStrings } from "./schedule-strings.ts";
import type { People, Person } from "./use-people.ts";

export interface RecipientPickerProps {
  readonly people: People;
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

const mostShown = 30;

/** Chooses people of the directory: who is chosen stands above, the others below, narrowed by a search. */
export const RecipientPicker = ({ people, chosen, onChange }: RecipientPickerProps): ReactNode => {
  const { formats } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const [search, setSearch] = useState("");
  const byId = new Map(people.people.map((person) => [person.id, person]));
  const fold = (text: string): string => text.toLocaleLowerCase(formats.locale);
  const nameOf = ({ id, name }: Person): string =>
    id === people.me?.id ? strings.you(name) : name;
  const wanted = fold(search.trim());
  const others = people.people.filter(
    ({ id, name, email }) =>
      !chosen.includes(id) && (fold(name).includes(wanted) || fold(email).includes(wanted)),
  );
  const shown = others.slice(0, mostShown);
  return (
    <fieldset className="ennead-stack" data-close="">
      <legend className="ennead-caption">{strings.recipients}</legend>
      <ul className="ennead-chips" aria-label={strings.recipients}>
        {chosen.map((id) => {
          const person = byId.get(id);
          const name = person === undefined ? strings.unknownPerson : nameOf(person);
          return (
            <li key={id} className="ennead-chip">
              {name}
              <Button
                className="ennead-chip-button"
                aria-label={strings.removePerson(name)}
                onPress={() => onChange(chosen.filter((one) => one !== id))}
              >
                <Icon name="close" />
              </Button>
            </li>
          );
        })}
      </ul>
      {people.alone ? <p className="ennead-note">{strings.noDirectory}</p> : null}
      <input
        className="ennead-input"
        type="search"
        aria-label={strings.search}
        placeholder={strings.search}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [only] = shown;
          // Enter would send the form; with one person left it means that person.
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (shown.length !== 1 || only === undefined) return;
          onChange([...chosen, only.id]);
          setSearch("");
        }}
      />
      <div className="ennead-pivot-member-list ennead-people">
        {shown.map((person) => (
          <label key={person.id} className="ennead-check">
            <input
              type="checkbox"
              checked={false}
              aria-label={strings.addPerson(person.name)}
              onChange={() => onChange([...chosen, person.id])}
            />
            <span>{nameOf(person)}</span>
            <span className="ennead-note">{person.email}</span>
          </label>
        ))}
        {shown.length === 0 && search !== "" ? (
          <p className="ennead-note">{strings.nobodyFound}</p>
        ) : null}
      </div>
      {others.length > shown.length ? (
        <p className="ennead-note">{strings.morePeople(shown.length)}</p>
      ) : null}
    </fieldset>
  );
};
