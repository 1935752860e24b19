"use client";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { UNSAFE_PortalProvider } from "react-aria/PortalProvider";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { sentenceOf } from "../../kernel/say-error.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { describeDim } from "../describe.ts";
import { expandTo, setSingleSubtotals } from "../edit-report.ts";
import type { PivotTable } from "../grid-model.tsx";
import { printTable } from "../print-table.ts";
import { useReportList } from "../use-report.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Axis } from "../value.ts";
import { builderStrings } from "./builder-strings.ts";
import { SettingsPopover } from "./SettingsPopover.tsx";

export interface ReportMenusProps {
  readonly state: PivotReportState;
  /** What is on screen, in full. */
  readonly table: PivotTable | undefined;
  readonly title: string;
}

const totals = [
  ["totals", "rows"],
  ["totals", "cols"],
  ["subtotals", "rows"],
  ["subtotals", "cols"],
] as const;

const TotalsMenu = ({ state, table, title }: ReportMenusProps): ReactNode => {
  const { value, actions, words, spec, result } = state;
  const { strings } = words;
  const labels = {
    "totals:rows": strings.rowTotals,
    "totals:cols": strings.columnTotals,
    "subtotals:rows": strings.rowSubtotals,
    "subtotals:cols": strings.columnSubtotals,
  } as const;
  const more = useStrings(builderStrings);
  const [setting, setSetting] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const shown = (kind: "totals" | "subtotals", axis: Axis): boolean =>
    value.view[kind]?.[axis] !== false;
  const singles = value.view.singleSubtotals !== false;
  const levels = (["rows", "cols"] as const).flatMap((axis) =>
    (spec[axis].length < 2 ? [] : spec[axis]).map((dim, at) => {
      const text = describeDim(dim, words);
      const label = axis === "rows" ? more.expandRows(text) : more.expandCols(text);
      return { id: `${axis}:${at + 1}`, axis, level: at + 1, label };
    }),
  );
  const act = (key: string): void => {
    const level = levels.find(({ id }) => id === key);
    if (key === "report") setSetting(true);
    else if (key === "print") {
      if (table !== undefined) printTable(document, table.model, title);
    } else if (level !== undefined && result !== undefined) {
      actions.apply(expandTo(value, level.axis, result[level.axis], level.level), level.label);
    }
  };
  return (
    <div className="ennead-pivot-options" ref={place}>
      <MenuTrigger>
        <Button className="ennead-button" data-quiet="">
          <Icon name="sigma" />
          {strings.options}
        </Button>
        <Popover className="ennead-popover" placement="bottom end" offset={4}>
          <Menu
            className="ennead-menu"
            aria-label={strings.options}
            onAction={(key) => act(String(key))}
          >
            <MenuSection
              className="ennead-menu-section"
              aria-label={strings.options}
              selectionMode="multiple"
              selectedKeys={[
                ...totals
                  .filter(([kind, axis]) => shown(kind, axis))
                  .map(([kind, axis]) => `${kind}:${axis}`),
                ...(singles ? ["singles"] : []),
              ]}
              onSelectionChange={(keys) => {
                const chosenKeys = keys === "all" ? undefined : keys;
                if (chosenKeys?.has("singles") === !singles) {
                  actions.apply(setSingleSubtotals(value, !singles));
                }
                const chosen = totals.find(
                  ([kind, axis]) => chosenKeys?.has(`${kind}:${axis}`) !== shown(kind, axis),
                );
                if (chosen === undefined) return;
                const [kind, axis] = chosen;
                actions.setTotals(kind, axis, !shown(kind, axis));
              }}
            >
              {totals.map(([kind, axis]) => (
                <MenuItem
                  key={`${kind}:${axis}`}
                  id={`${kind}:${axis}`}
                  className="ennead-menu-item"
                >
                  {labels[`${kind}:${axis}`]}
                  <Icon name="check" />
                </MenuItem>
              ))}
              <MenuItem id="singles" className="ennead-menu-item">
                {more.singles}
                <Icon name="check" />
              </MenuItem>
            </MenuSection>
            {levels.map(({ id, label }) => (
              <MenuItem key={id} id={id} className="ennead-menu-item">
                {label}
              </MenuItem>
            ))}
            <MenuItem id="report" className="ennead-menu-item">
              {more.report}
            </MenuItem>
            <MenuItem id="print" className="ennead-menu-item">
              {more.print}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <SettingsPopover
        state={state}
        target={setting ? { kind: "report" } : null}
        anchor={place}
        onClose={() => setSetting(false)}
      />
    </div>
  );
};

interface SavePartProps {
  readonly state: PivotReportState;
  readonly onName: () => void;
}

/** What became of the last attempt to save, with the ways out of a conflict. */
const SaveProblem = ({ state, onName }: SavePartProps): ReactNode => {
  const { report, words } = state;
  const { strings } = words;
  const kernel = useStrings(kernelStrings);
  return (
    <div className="ennead-pivot-save-problem" role="alert">
      {report.error === null ? null : (
        <span className="ennead-pivot-alert">
          {report.conflict ? strings.conflict : sentenceOf(report.error, kernel)}
        </span>
      )}
      {report.conflict ? (
        <>
          <Button className="ennead-button" onPress={report.showStored}>
            {strings.showStored}
          </Button>
          <Button className="ennead-button" onPress={onName}>
            {strings.saveAs}
          </Button>
        </>
      ) : null}
    </div>
  );
};

interface ReportListProps extends SavePartProps {
  readonly onOpen: (id: string) => void;
}

/** The saved reports, fetched when the list opens. */
const ReportList = ({ state, onName, onOpen }: ReportListProps): ReactNode => {
  const { report, words, actions } = state;
  const { strings } = words;
  const kernel = useStrings(kernelStrings);
  const [isOpen, setIsOpen] = useState(false);
  const reports = useReportList(isOpen);
  const { data = [], error } = reports;
  const none =
    error !== null && !reports.isFetching
      ? sentenceOf(error, kernel)
      : reports.isPending || reports.isFetching
        ? strings.loadingReports
        : strings.noReports;
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button className="ennead-button" data-quiet="">
        <Icon name="folder" />
        {strings.open}
        <Icon name="chevronDown" />
      </Button>
      <Popover className="ennead-popover" placement="bottom end" offset={4}>
        <Menu
          className="ennead-menu"
          aria-label={strings.open}
          onAction={(key) => {
            if (key === ":as") onName();
            else if (key === ":new") {
              report.open(null);
              actions.chooseObject(state.spec.source);
            } else onOpen(String(key));
          }}
        >
          <MenuItem id=":new" className="ennead-menu-item">
            {strings.newReport}
          </MenuItem>
          <MenuItem
            id=":as"
            className="ennead-menu-item"
            isDisabled={state.status.kind === "newer"}
          >
            {strings.saveAs}
          </MenuItem>
          <MenuSection className="ennead-menu-section" aria-label={strings.open}>
            {data.length > 0 ? (
              data.map(({ id, name }) => (
                <MenuItem key={id} id={id} className="ennead-menu-item" textValue={name}>
                  <span className="ennead-menu-text">{name}</span>
                  {id === report.current?.id ? <Icon name="check" /> : null}
                </MenuItem>
              ))
            ) : (
              <MenuItem id=":none" className="ennead-menu-item" isDisabled>
                {none}
              </MenuItem>
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};

interface NameDialogProps {
  readonly name: string;
  readonly label: string;
  readonly save: string;
  readonly onSave: (name: string) => void;
}

const NameDialog = ({ name, label, save, onSave }: NameDialogProps): ReactNode => {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget).get("name");
    if (typeof entered === "string" && entered.trim() !== "") onSave(entered.trim());
  };
  return (
    <Dialog className="ennead-dialog" aria-label={label}>
      <form className="ennead-form" onSubmit={submit}>
        <label className="ennead-field">
          <span className="ennead-pivot-caption">{label}</span>
          {/* The dialog opens for nothing else. A name of blanks is refused by the pattern. */}
          <input
            className="ennead-input"
            name="name"
            defaultValue={name}
            pattern=".*\S.*"
            required
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
        </label>
        <button type="submit" className="ennead-button" data-primary="">
          {save}
        </button>
      </form>
    </Dialog>
  );
};

interface DiscardDialogProps {
  readonly state: PivotReportState;
  readonly name: string;
  readonly onDiscard: () => void;
  readonly onCancel: () => void;
}

const DiscardDialog = ({ state, name, onDiscard, onCancel }: DiscardDialogProps): ReactNode => {
  const { strings } = state.words;
  return (
    <Dialog className="ennead-dialog" role="alertdialog" aria-label={strings.unsavedChanges(name)}>
      <div className="ennead-form">
        <p>{strings.unsavedChanges(name)}</p>
        <div className="ennead-form-end">
          <Button className="ennead-button" data-quiet="" onPress={onCancel}>
            {strings.cancel}
          </Button>
          <Button className="ennead-button" data-primary="" onPress={onDiscard}>
            {strings.discard}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};

const SaveTool = ({ state }: Pick<ReportMenusProps, "state">): ReactNode => {
  const { report, words } = state;
  const { strings } = words;
  const [naming, setNaming] = useState(false);
  const [tried, setTried] = useState("");
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const { current, changed } = report;
  const idle = report.saving || (current === null ? state.status.kind === "newer" : !changed);
  const unsaved = current === null ? state.canUndo : changed;
  const save = (): void => {
    if (current === null) setNaming(true);
    else report.save(current.name, false);
  };
  const popover = {
    className: "ennead-popover",
    placement: "bottom end",
    offset: 4,
    triggerRef: place,
  } as const;
  return (
    <div className="ennead-pivot-save" ref={place}>
      <ReportList
        state={state}
        onName={() => setNaming(true)}
        onOpen={(id) => {
          if (unsaved) setLeavingFor(id);
          else report.open(id);
        }}
      />
      {/* Never disabled as such: the focus would fall out of the widget with every save. */}
      <button
        type="button"
        className="ennead-button"
        data-primary=""
        aria-disabled={idle}
        onClick={idle ? undefined : save}
      >
        <Icon name="save" />
        {report.saving ? strings.saving : strings.save}
      </button>
      <SaveProblem state={state} onName={() => setNaming(true)} />
      <Popover {...popover} isOpen={naming} onOpenChange={setNaming}>
        <NameDialog
          name={current?.name ?? tried}
          label={strings.reportName}
          save={strings.save}
          onSave={(name) => {
            setNaming(false);
            setTried(name);
            report.save(name, true);
          }}
        />
      </Popover>
      <Popover {...popover} isOpen={leavingFor !== null} onOpenChange={() => setLeavingFor(null)}>
        <DiscardDialog
          state={state}
          name={current?.name ?? strings.newReport}
          onCancel={() => setLeavingFor(null)}
          onDiscard={() => {
            if (leavingFor !== null) report.open(leavingFor);
            setLeavingFor(null);
          }}
        />
      </Popover>
    </div>
  );
};

/** The parts of the toolbar that need menus: which totals are shown, saved reports. */
export const ReportMenus = ({ state, table, title }: ReportMenusProps): ReactNode => {
  const { formats, overlays } = useEnnead();
  return (
    <I18nProvider locale={formats.locale}>
      <UNSAFE_PortalProvider getContainer={overlays}>
        {state.status.kind === "newer" ? null : (
          <TotalsMenu state={state} table={table} title={title} />
        )}
        <SaveTool state={state} />
      </UNSAFE_PortalProvider>
    </I18nProvider>
  );
};
