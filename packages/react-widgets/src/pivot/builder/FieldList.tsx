"use client";
import { useMemo, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { GridList, GridListItem } from "react-aria-components/GridList";
import { Input } from "react-aria-components/Input";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { SearchField } from "react-aria-components/SearchField";
import { useDragAndDrop } from "react-aria-components/useDragAndDrop";

import { useStrings } from "../../kernel/context.ts";
import { Icon, type IconName } from "../../kernel/icons.tsx";
import { removeField } from "../edit-report.ts";
import { fieldAt } from "../edit.ts";
import type { FieldKind, PivotField } from "../fields.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Well } from "../value.ts";
import { builderStrings } from "./builder-strings.ts";
import type { DragTypes } from "./drag.ts";
import type { FilterDraft } from "./FilterEditor.tsx";
import type { OpenMenu } from "./open-menu.ts";
import type { SettingsTarget } from "./SettingsPopover.tsx";
import { specStrings } from "./spec-strings.ts";

export interface FieldListProps {
  readonly state: PivotReportState;
  readonly types: DragTypes;
  readonly onFilter: (draft: FilterDraft) => void;
  readonly onSettings: (target: SettingsTarget) => void;
}

const icons: Readonly<Record<FieldKind, IconName>> = {
  text: "text",
  number: "hash",
  bool: "check",
  date: "calendar",
  instant: "calendar",
};

/** Numbers are measured first, everything else groups first. */
const menuOrder = (field: PivotField): readonly Well[] =>
  field.kind === "number"
    ? ["values", "filters", "rows", "cols"]
    : ["rows", "cols", "values", "filters"];

/** The fields of the chosen object: searched, dragged, or added by menu. */
export const FieldList = ({ state, types, onFilter, onSettings }: FieldListProps): ReactNode => {
  const { fields, words, actions, objects, spec } = state;
  const { strings, formats } = words;
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<OpenMenu | null>(null);
  const shown = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase(formats.locale);
    return fields.filter(({ label }) => label.toLocaleLowerCase(formats.locale).includes(wanted));
  }, [fields, search, formats.locale]);
  const used = useMemo(
    () =>
      new Set([
        ...[...spec.rows, ...spec.cols].map(({ field }) => field),
        ...spec.values.map((_, index) => fieldAt(spec, { well: "values", index }) ?? ""),
      ]),
    [spec],
  );
  const { dragAndDropHooks } = useDragAndDrop<PivotField>({
    getItems: (keys, items) =>
      items
        .filter(({ name }) => keys.has(name))
        .map(({ name, label }) => ({ [types.field]: name, "text/plain": label })),
    getAllowedDropOperations: () => ["copy"],
  });
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  const act = (field: PivotField, well: Well | "formula" | "delete"): void => {
    if (well === "formula") {
      onSettings({ kind: "formula", formula: { kind: "field", name: field.name } });
    } else if (well === "delete") {
      actions.apply(removeField(state.value, field.name), more.fieldRemoved(field.name));
    } else if (well === "filters") onFilter({ field: field.name, index: null });
    else actions.add(field, well);
  };

  return (
    <fieldset className="ennead-pivot-fields" aria-label={strings.fields}>
      <label className="ennead-pivot-object">
        <span className="ennead-caption">{strings.object}</span>
        <select
          className="ennead-select"
          value={spec.source}
          disabled={objects.length === 0}
          onChange={(event) => actions.chooseObject(event.currentTarget.value)}
        >
          {objects.every(({ name }) => name !== spec.source) ? (
            <option value={spec.source}>{spec.source}</option>
          ) : null}
          {objects.map(({ name, labelPlural }) => (
            <option key={name} value={name}>
              {labelPlural}
            </option>
          ))}
        </select>
      </label>
      <SearchField
        className="ennead-search"
        aria-label={strings.searchFields}
        value={search}
        onChange={setSearch}
      >
        <Icon name="search" />
        <Input className="ennead-input" placeholder={strings.searchFields} />
      </SearchField>
      <GridList
        className="ennead-pivot-field-list"
        aria-label={strings.fields}
        items={shown}
        dependencies={[used, open, words, actions, state.value]}
        dragAndDropHooks={dragAndDropHooks}
        onAction={(key) => setOpen({ id: String(key), byRow: true })}
        renderEmptyState={() =>
          search === "" ? null : <p className="ennead-pivot-none">{strings.noFieldFound(search)}</p>
        }
      >
        {(field) => (
          <GridListItem
            id={field.name}
            textValue={field.label}
            className="ennead-pivot-field"
            data-kind={field.kind}
            data-used={used.has(field.name) ? "" : undefined}
          >
            <Button slot="drag" className="ennead-grip" aria-label={strings.drag(field.label)}>
              <Icon name="grip" />
            </Button>
            <span className="ennead-pivot-kind">
              <Icon name={icons[field.kind]} />
            </span>
            <span className="ennead-pivot-field-label" title={field.label}>
              {field.label}
            </span>
            <MenuTrigger
              isOpen={open?.id === field.name}
              onOpenChange={(isOpen) => setOpen(isOpen ? { id: field.name, byRow: false } : null)}
            >
              <Button className="ennead-pivot-add" aria-label={strings.fieldActions(field.label)}>
                <Icon name="plus" />
              </Button>
              <Popover className="ennead-popover" placement="bottom end" offset={4}>
                <Menu
                  className="ennead-menu"
                  aria-label={strings.fieldActions(field.label)}
                  {...(open?.byRow === true ? { autoFocus: "first" as const } : {})}
                  onAction={(key) => act(field, key as Well | "formula" | "delete")}
                >
                  {menuOrder(field).map((well) => (
                    <MenuItem key={well} id={well} className="ennead-menu-item">
                      {strings.addTo(well)}
                    </MenuItem>
                  ))}
                  {field.formula === undefined ? null : (
                    <MenuItem id="formula" className="ennead-menu-item">
                      {more.editFormula}
                    </MenuItem>
                  )}
                  {field.formula === undefined ? null : (
                    <MenuItem id="delete" className="ennead-menu-item" data-danger="">
                      {more.removeField}
                    </MenuItem>
                  )}
                </Menu>
              </Popover>
            </MenuTrigger>
          </GridListItem>
        )}
      </GridList>
      <div className="ennead-pivot-formulas">
        <Button
          className="ennead-button"
          data-quiet=""
          onPress={() => onSettings({ kind: "formula", formula: { kind: "field", name: null } })}
        >
          <Icon name="plus" />
          {more.newField}
        </Button>
        <Button
          className="ennead-button"
          data-quiet=""
          onPress={() => onSettings({ kind: "formula", formula: { kind: "measure", index: null } })}
        >
          <Icon name="sigma" />
          {more.newFormula}
        </Button>
        <Button
          className="ennead-button"
          data-quiet=""
          onPress={() => onSettings({ kind: "joins" })}
        >
          <Icon name="link" />
          {texts.joins}
        </Button>
      </div>
    </fieldset>
  );
};
