"use client";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Well } from "../value.ts";
import { builderStrings } from "./builder-strings.ts";
import { entriesOf } from "./entries.ts";
import { EntryMenu } from "./EntryMenu.tsx";
import type { FilterDraft } from "./FilterEditor.tsx";
import { sentenceOf, sentenceText, type SentencePart } from "./sentence.ts";
import type { SettingsTarget } from "./SettingsPopover.tsx";
import { specStrings } from "./spec-strings.ts";
import { useKeptFocus } from "./use-kept-focus.ts";

export interface SentenceProps {
  readonly state: PivotReportState;
  readonly onFilter: (draft: FilterDraft) => void;
  readonly onSettings: (target: SettingsTarget) => void;
}

/** Not the name of a field: those have no colon at their end. */
const several = "several:";

const AddToken = ({
  state,
  well,
  onFilter,
}: Pick<SentenceProps, "state" | "onFilter"> & { readonly well: Well }): ReactNode => {
  const { spec, fields, words, actions } = state;
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  const label = more.add[well];
  const empty = entriesOf(spec, well, words).length === 0;
  return (
    <MenuTrigger>
      <Button className="ennead-pivot-token" data-add={well} aria-label={label}>
        <Icon name="plus" />
        {empty ? words.strings.well[well] : null}
      </Button>
      <Popover className="ennead-popover" placement="bottom start" offset={4}>
        <Menu
          className="ennead-menu"
          aria-label={label}
          onAction={(key) => {
            const field = String(key);
            if (field === several) onFilter({ field: undefined, index: null });
            else if (well === "filters") onFilter({ field, index: null });
            else actions.add(words.fieldOf(field), well);
          }}
        >
          {well === "filters" ? (
            <MenuItem id={several} className="ennead-menu-item">
              {texts.newCombined}
            </MenuItem>
          ) : null}
          {fields.map(({ name, label: text }) => (
            <MenuItem key={name} id={name} className="ennead-menu-item">
              {text}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};

const keyOf = (part: SentencePart, at: number): string =>
  part.kind === "token" ? `${part.well}:${part.entry.id}` : `${part.kind}:${at}`;

/** The report as a sentence whose words are menus: what dragging does, read and done from left to right by keyboard. */
export const Sentence = ({ state, onFilter, onSettings }: SentenceProps): ReactNode => {
  const { spec, words } = state;
  const more = useStrings(builderStrings);
  const [open, setOpen] = useState<string | null>(null);
  const parts = useMemo(() => sentenceOf(spec, words, more), [spec, words, more]);
  const place = useRef<HTMLFieldSetElement>(null);
  const kept = useKeptFocus(place, parts.length);
  return (
    <fieldset
      className="ennead-pivot-sentence"
      ref={place}
      aria-label={`${more.sentence}: ${sentenceText(parts)}`}
      {...kept}
    >
      {parts.map((part, at) => {
        const key = keyOf(part, at);
        switch (part.kind) {
          case "words":
            return <span key={key}>{part.text}</span>;
          case "add":
            return <AddToken key={key} state={state} well={part.well} onFilter={onFilter} />;
          case "joins":
            return (
              <Button
                key={key}
                className="ennead-pivot-token"
                onPress={() => onSettings({ kind: "joins" })}
              >
                {part.text}
              </Button>
            );
          case "token":
            return (
              <MenuTrigger
                key={key}
                isOpen={open === key}
                onOpenChange={(isOpen) => setOpen(isOpen ? key : null)}
              >
                <Button
                  className="ennead-pivot-token"
                  data-well={part.well}
                  data-missing={part.entry.missing ? "" : undefined}
                >
                  {part.text}
                </Button>
                <Popover className="ennead-popover" placement="bottom start" offset={4}>
                  <EntryMenu
                    state={state}
                    well={part.well}
                    entry={part.entry}
                    startsAtFirst={false}
                    onFilter={onFilter}
                    onSettings={onSettings}
                  />
                </Popover>
              </MenuTrigger>
            );
          default:
            return part satisfies never;
        }
      })}
    </fieldset>
  );
};
