"use client";
import { useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { Button } from "react-aria-components/Button";
import { GridList, GridListItem } from "react-aria-components/GridList";
import { MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useDragAndDrop, type DropItem } from "react-aria-components/useDragAndDrop";

import { Icon, type IconName } from "../../kernel/icons.tsx";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Well } from "../value.ts";
import { draggedOf, type DragTypes } from "./drag.ts";
import { entriesOf, type WellEntry } from "./entries.ts";
import { EntryMenu } from "./EntryMenu.tsx";
import type { FilterDraft } from "./FilterEditor.tsx";
import type { OpenMenu } from "./open-menu.ts";
import type { SettingsTarget } from "./SettingsPopover.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";

export interface WellListProps {
  readonly state: PivotReportState;
  readonly well: Well;
  readonly types: DragTypes;
  readonly onFilter: (draft: FilterDraft) => void;
  readonly onSettings: (target: SettingsTarget) => void;
  readonly anchor?: RefObject<HTMLDivElement | null>;
}

const icons: Readonly<Record<Well, IconName>> = {
  rows: "rows",
  cols: "columns",
  values: "sigma",
  filters: "filter",
};

/** One well of the builder: its entries in order, a place to drop, a menu on each entry. */
export const WellList = (props: WellListProps): ReactNode => {
  const { state, well, types, onFilter, onSettings, anchor } = props;
  const { spec, words, actions } = state;
  const { strings } = words;
  const [open, setOpen] = useState<OpenMenu | null>(null);
  const entries = useMemo(() => entriesOf(spec, well, words), [spec, well, words]);

  const own = useRef<HTMLDivElement>(null);
  const place = anchor ?? own;
  const kept = useKeptFocus(place, entries.length);

  const drop = async (item: DropItem | undefined, index: number | undefined): Promise<void> => {
    const dragged = await draggedOf(item, types);
    if (dragged === undefined) return;
    const at = index === undefined ? {} : { index };
    if (well === "filters") {
      const field =
        dragged.kind === "field"
          ? dragged.field
          : entriesOf(spec, dragged.place.well, words)[dragged.place.index]?.field;
      if (field !== undefined) onFilter({ field, index: null });
    } else if (dragged.kind === "field") actions.add(words.fieldOf(dragged.field), well, at);
    else actions.move(dragged.place, { well, ...at });
  };
  const indexAt = (target: { key: string | number; dropPosition: string }): number => {
    const found = entries.findIndex(({ id }) => id === target.key);
    return target.dropPosition === "after" ? found + 1 : found;
  };

  const { dragAndDropHooks } = useDragAndDrop<WellEntry>({
    getItems: (keys, items) =>
      items
        .filter(({ id }) => keys.has(id))
        .map(({ index, text }) => ({ [types.entry]: `${well}:${index}`, "text/plain": text })),
    acceptedDragTypes: [types.field, types.entry],
    getDropOperation: (_, offered, allowed) =>
      offered.has(types.field) ? "copy" : allowed.includes("move") ? "move" : "cancel",
    onInsert: ({ items, target }) => void drop(items[0], indexAt(target)),
    onRootDrop: ({ items }) => void drop(items[0], undefined),
    ...(well === "filters"
      ? {}
      : {
          onReorder: ({ keys, target }) => {
            const from = entries.findIndex(({ id }) => keys.has(id));
            if (from >= 0) actions.move({ well, index: from }, { well, index: indexAt(target) });
          },
        }),
  });

  return (
    <div className="ennead-pivot-well" data-well={well} ref={place} {...kept}>
      <span className="ennead-pivot-well-name">
        <Icon name={icons[well]} />
        {strings.well[well]}
      </span>
      <GridList
        className="ennead-pivot-entries"
        aria-label={strings.well[well]}
        layout="grid"
        keyboardNavigationBehavior="tab"
        items={entries}
        dependencies={[state, onFilter, onSettings, open]}
        onAction={(key) => setOpen({ id: String(key), byRow: true })}
        dragAndDropHooks={dragAndDropHooks}
        renderEmptyState={() => <span className="ennead-pivot-hint">{strings.wellHint[well]}</span>}
      >
        {(entry) => (
          <GridListItem
            id={entry.id}
            textValue={entry.text}
            className="ennead-pivot-entry"
            data-well={well}
            data-missing={entry.missing ? "" : undefined}
          >
            <Button slot="drag" className="ennead-grip" aria-label={strings.drag(entry.text)}>
              <Icon name="grip" />
            </Button>
            {entry.missing ? <Icon name="alert" /> : null}
            <span className="ennead-pivot-entry-label" title={entry.text}>
              {entry.text}
            </span>
            <MenuTrigger
              isOpen={open?.id === entry.id}
              onOpenChange={(isOpen) => setOpen(isOpen ? { id: entry.id, byRow: false } : null)}
            >
              <Button
                className="ennead-pivot-entry-button"
                aria-label={
                  entry.missing ? strings.missing(entry.text) : strings.entryActions(entry.text)
                }
              >
                <Icon name="chevronDown" />
              </Button>
              <Popover className="ennead-popover" placement="bottom end" offset={6}>
                <EntryMenu
                  state={state}
                  well={well}
                  entry={entry}
                  startsAtFirst={open?.byRow === true}
                  onFilter={onFilter}
                  onSettings={onSettings}
                />
              </Popover>
            </MenuTrigger>
            <Button
              className="ennead-pivot-entry-button"
              aria-label={strings.removeEntry(entry.text)}
              onPress={() => actions.remove({ well, index: entry.index })}
            >
              <Icon name="close" />
            </Button>
          </GridListItem>
        )}
      </GridList>
    </div>
  );
};
