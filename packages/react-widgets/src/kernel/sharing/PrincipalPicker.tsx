"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";

import { useEnnead, useStrings } from "../context.ts";
import { Icon } from "../icons.tsx";
import { shareStrings } from "./share-strings.ts";
import type { Principal } from "./use-principals.ts";

export interface PrincipalPickerProps {
  readonly label: string;
  readonly principals: readonly Principal[];
  /** Targets that are not offered. */
  readonly without: ReadonlySet<string>;
  readonly onChoose: (principal: Principal) => void;
}

const mostShown = 30;

/** A search for whom to add: what is chosen goes to `onChoose`, and the field is empty again. */
export const PrincipalPicker = (props: PrincipalPickerProps): ReactNode => {
  const { label, principals, without, onChoose } = props;
  const { formats } = useEnnead();
  const strings = useStrings(shareStrings);
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (chosen > 0) input.current?.focus();
  }, [chosen]);
  const fold = (text: string): string => text.toLocaleLowerCase(formats.locale);
  const wanted = fold(search.trim());
  const found = principals.filter(
    ({ to, name, about }) =>
      !without.has(to) && (fold(name).includes(wanted) || fold(about).includes(wanted)),
  );
  const shown = found.slice(0, mostShown);
  return (
    <ComboBox
      // A new one after each choice: closed and empty.
      key={chosen}
      className="ennead-field"
      items={shown}
      inputValue={search}
      onInputChange={setSearch}
      onSelectionChange={(key) => {
        const principal = principals.find(({ to }) => to === key);
        if (principal === undefined) return;
        setSearch("");
        setChosen((count) => count + 1);
        onChoose(principal);
      }}
      allowsEmptyCollection
      defaultFilter={() => true}
    >
      <Label className="ennead-caption">{label}</Label>
      <div className="ennead-row">
        <Input ref={input} className="ennead-input" placeholder={strings.addHint} />
        <Button className="ennead-tool">
          <Icon name="chevronDown" />
        </Button>
      </div>
      <Popover className="ennead-popover ennead-principals" offset={4}>
        <ListBox<Principal>
          className="ennead-menu"
          renderEmptyState={() => <p className="ennead-note">{strings.nobodyFound}</p>}
        >
          {(one) => (
            <ListBoxItem id={one.to} className="ennead-menu-item" textValue={one.name}>
              <Text slot="label" className="ennead-menu-text">
                {one.name}
              </Text>
              <Text slot="description" className="ennead-note">
                {one.about === "" ? strings.kinds[one.kind] : one.about}
              </Text>
            </ListBoxItem>
          )}
        </ListBox>
        {found.length > shown.length ? (
          <p className="ennead-note">{strings.more(shown.length)}</p>
        ) : null}
      </Popover>
    </ComboBox>
  );
};
