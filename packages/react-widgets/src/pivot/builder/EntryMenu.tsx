"use client";
import type { Aggregate, ShowAs } from "@ennead/core/pivot";
import type { ReactNode } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, SubmenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { describeValue } from "../describe.ts";
import { addShown } from "../edit-report.ts";
import { aggregatesOf, dateGrains, instantGrains, valueSortOf, type Grain } from "../edit.ts";
import type { PivotField } from "../fields.ts";
import { isAggregate, isFormula, isShown } from "../spec-kind.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Axis, Well } from "../value.ts";
import { builderStrings } from "./builder-strings.ts";
import type { WellEntry } from "./entries.ts";
import type { FilterDraft } from "./FilterEditor.tsx";
import type { SettingsTarget } from "./SettingsPopover.tsx";
import { specStrings } from "./spec-strings.ts";

export interface EntryMenuProps {
  readonly state: PivotReportState;
  readonly well: Well;
  readonly entry: WellEntry;
  /** Puts the focus on the first item when it opens. */
  readonly startsAtFirst: boolean;
  readonly onFilter: (draft: FilterDraft) => void;
  readonly onSettings: (target: SettingsTarget) => void;
}

interface Choice {
  readonly id: string;
  readonly label: string;
}

interface ChoicesProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** One of several, as a submenu whose chosen item is checked. */
const Choices = ({ label, choices, chosen, onChoose }: ChoicesProps): ReactNode => (
  <SubmenuTrigger>
    <MenuItem className="ennead-menu-item">
      {label}
      <Icon name="chevronEnd" />
    </MenuItem>
    <Popover className="ennead-popover">
      <Menu
        className="ennead-menu"
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onAction={(key) => onChoose(String(key))}
      >
        {choices.map((choice) => (
          <MenuItem key={choice.id} id={choice.id} className="ennead-menu-item">
            {choice.label}
            <Icon name="check" />
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  </SubmenuTrigger>
);

const noGrain = "none";

/** The aggregates of a quick choice, with the one that is there; the settings have them all. */
const usualAggregates = (field: PivotField, held: Aggregate): readonly Aggregate[] => {
  const usual = aggregatesOf(field).slice(0, field.kind === "number" ? 7 : 4);
  return usual.includes(held) ? usual : [...usual, held];
};

const DimChoices = ({ state, well, entry }: EntryMenuProps & { well: Axis }): ReactNode => {
  const { spec, words, actions } = state;
  const { strings, fieldOf } = words;
  const dim = spec[well][entry.index];
  if (dim === undefined) return null;
  const { kind } = fieldOf(dim.field);
  const grains = kind === "date" ? dateGrains : kind === "instant" ? instantGrains : [];
  const sort = dim.sort;
  const sorted =
    sort === undefined || sort.by === "list"
      ? "label:asc"
      : sort.by === "label"
        ? `label:${sort.dir}`
        : `${sort.dir}:${sort.value}`;
  return (
    <>
      {grains.length === 0 ? null : (
        <Choices
          label={strings.grain}
          choices={[
            ...grains.map((grain) => ({ id: grain, label: strings.grains[grain] })),
            { id: noGrain, label: strings.noGrain },
          ]}
          chosen={dim.bucket?.kind === "date" ? dim.bucket.grain : noGrain}
          onChoose={(id) =>
            actions.setGrain(well, entry.index, id === noGrain ? null : (id as Grain))
          }
        />
      )}
      <Choices
        label={strings.sort}
        choices={[
          { id: "label:asc", label: strings.sortAscending },
          { id: "label:desc", label: strings.sortDescending },
          ...spec.values.flatMap((value) => {
            const text = describeValue(value, words);
            return [
              { id: `desc:${value.name}`, label: `${text}: ${strings.largestFirst}` },
              { id: `asc:${value.name}`, label: `${text}: ${strings.smallestFirst}` },
            ];
          }),
        ]}
        chosen={sorted}
        onChoose={(id) => {
          const [head, name = ""] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
          if (head === "label") {
            actions.sortByLabel(well, entry.index, name === "desc" ? "desc" : "asc");
          } else actions.sortByValue(well, name, [], head === "asc" ? "asc" : "desc");
        }}
      />
    </>
  );
};

const directions = { desc: "desc", asc: "asc", none: null } as const;

const SortChoices = ({ state, entry, axis }: EntryMenuProps & { axis: Axis }): ReactNode => {
  const { spec, words, actions } = state;
  const { strings } = words;
  const name = spec.values[entry.index]?.name;
  if (name === undefined || spec[axis].length === 0) return null;
  return (
    <Choices
      label={axis === "rows" ? strings.sortRows : strings.sortColumns}
      choices={[
        { id: "desc", label: strings.largestFirst },
        { id: "asc", label: strings.smallestFirst },
        { id: "none", label: strings.byLabel },
      ]}
      chosen={valueSortOf(spec, axis, name, []) ?? "none"}
      onChoose={(id) =>
        actions.sortByValue(axis, name, [], directions[id as keyof typeof directions])
      }
    />
  );
};

const showings = Object.keys({
  pctRow: 0,
  pctCol: 0,
  pctGrand: 0,
  pctParentRow: 0,
  pctParentCol: 0,
  index: 0,
  running: 0,
  diff: 0,
  pctDiff: 0,
  rank: 0,
} satisfies Record<ShowAs, 0>) as ShowAs[];

const ShowAsChoices = ({ state, entry }: EntryMenuProps): ReactNode => {
  const { spec, words, actions, value } = state;
  const more = useStrings(builderStrings);
  const held = spec.values[entry.index];
  if (held === undefined || isShown(held)) return null;
  return (
    <Choices
      label={more.showAs}
      choices={showings.map((id) => ({ id, label: words.strings.showAs[id] }))}
      chosen={undefined}
      onChoose={(id) => {
        const showAs = id as ShowAs;
        const text = words.strings.shownLabel(
          describeValue(held, words),
          words.strings.showAs[showAs],
        );
        actions.apply(addShown(value, entry.index, showAs), more.shown(text));
      }}
    />
  );
};

/** Everything that can be done with an entry of a well; each drop has its twin here. */
export const EntryMenu = (props: EntryMenuProps): ReactNode => {
  const { state, well, entry, onFilter, onSettings } = props;
  const { spec, words, actions } = state;
  const { strings, fieldOf } = words;
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  const { index, field } = entry;
  const held = well === "values" ? spec.values[index] : undefined;
  const value = held !== undefined && isAggregate(held) ? held : undefined;
  const last = well === "filters" ? 0 : spec[well].length - 1;
  const targets = (["rows", "cols", "values", "filters"] as const).filter(
    (target) => target !== well && field !== undefined && !entry.missing,
  );
  const act = (key: string): void => {
    switch (key) {
      case "edit":
        onFilter({ field, index });
        break;
      case "combine":
        onFilter({ field: undefined, index });
        break;
      case "settings":
        if (well === "values") onSettings({ kind: "value", index });
        else if (well !== "filters") onSettings({ kind: "dim", axis: well, index });
        break;
      case "formula":
        onSettings({ kind: "formula", formula: { kind: "measure", index } });
        break;
      case "earlier":
        if (well !== "filters") actions.move({ well, index }, { well, index: index - 1 });
        break;
      case "later":
        if (well !== "filters") actions.move({ well, index }, { well, index: index + 2 });
        break;
      case "remove":
        actions.remove({ well, index });
        break;
      case "filters":
        if (field !== undefined) onFilter({ field, index: null });
        break;
      case "rows":
      case "cols":
      case "values":
        actions.move({ well, index }, { well: key });
        break;
      default:
    }
  };
  return (
    <Menu
      className="ennead-menu"
      aria-label={strings.entryActions(entry.text)}
      {...(props.startsAtFirst ? { autoFocus: "first" as const } : {})}
      onAction={(key) => act(String(key))}
    >
      {value?.field === undefined || entry.missing ? null : (
        <MenuSection
          className="ennead-menu-section"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[value.agg]}
          onSelectionChange={(keys) => {
            const [aggregate] = keys === "all" ? [] : [...keys];
            if (aggregate !== undefined) actions.setAggregate(index, aggregate as Aggregate);
          }}
        >
          <Header className="ennead-menu-header">{strings.aggregate}</Header>
          {usualAggregates(fieldOf(value.field), value.agg).map((aggregate) => (
            <MenuItem key={aggregate} id={aggregate} className="ennead-menu-item">
              {strings.aggregates[aggregate]}
              <Icon name="check" />
            </MenuItem>
          ))}
        </MenuSection>
      )}
      {held !== undefined && isFormula(held) ? (
        <MenuItem id="formula" className="ennead-menu-item">
          {more.editFormula}
        </MenuItem>
      ) : null}
      {well === "values" ? <ShowAsChoices {...props} /> : null}
      {well === "values" ? <SortChoices {...props} axis="rows" /> : null}
      {well === "values" ? <SortChoices {...props} axis="cols" /> : null}
      {(well === "rows" || well === "cols") && !entry.missing ? (
        <DimChoices {...props} well={well} />
      ) : null}
      {well !== "filters" && !entry.missing ? (
        <MenuItem id="settings" className="ennead-menu-item">
          {more.settings}
        </MenuItem>
      ) : null}
      {well === "filters" && !entry.missing ? (
        <MenuItem id="edit" className="ennead-menu-item">
          {strings.edit}
        </MenuItem>
      ) : null}
      {well === "filters" && field !== undefined ? (
        <MenuItem id="combine" className="ennead-menu-item">
          {texts.combine}
        </MenuItem>
      ) : null}
      {well !== "filters" && index > 0 ? (
        <MenuItem id="earlier" className="ennead-menu-item">
          {strings.moveEarlier(well)}
        </MenuItem>
      ) : null}
      {well !== "filters" && index < last ? (
        <MenuItem id="later" className="ennead-menu-item">
          {strings.moveLater(well)}
        </MenuItem>
      ) : null}
      {targets.map((target) => (
        <MenuItem key={target} id={target} className="ennead-menu-item">
          {/* A condition stays where it is: its field comes in beside it. */}
          {well === "filters" ? strings.addTo(target) : strings.moveToWell(target)}
        </MenuItem>
      ))}
      <MenuItem id="remove" className="ennead-menu-item" data-danger="">
        {strings.remove}
      </MenuItem>
    </Menu>
  );
};
