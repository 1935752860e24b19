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
import { ProblemError } from "../../kernel/problem.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { useReportList } from "../use-report.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Axis } from "../value.ts";

export interface ReportMenusProps {
  readonly state: PivotReportState;
}

const totals = [
  ["totals", "rows"],
  ["totals", "cols"],
  ["subtotals", "rows"],
  ["subtotals", "cols"],
] as const;

const TotalsMenu = ({ state }: ReportMenusProps): ReactNode => {
  const { value, actions, words } = state;
  const { strings } = words;
  const labels = {
    "totals:rows": strings.rowTotals,
    "totals:cols": strings.columnTotals,
    "subtotals:rows": strings.rowSubtotals,
    "subtotals:cols": strings.columnSubtotals,
  } as const;
  const shown = (kind: "totals" | "subtotals", axis: Axis): boolean =>
    value.view[kind]?.[axis] !== false;
  return (
    <MenuTrigger>
      <Button className="ennead-button" data-quiet="">
        <Icon name="sigma" />
        {strings.options}
      </Button>
      <Popover className="ennead-popover" placement="bottom end" offset={4}>
        <Menu
          className="ennead-menu"
          aria-label={strings.options}
          selectionMode="multiple"
          selectedKeys={totals
            .filter(([kind, axis]) => shown(kind, axis))
            .map(([kind, axis]) => `${kind}:${axis}`)}
          onAction={(key) => {
            const chosen = totals.find(([kind, axis]) => `${kind}:${axis}` === key);
            if (chosen === undefined) return;
            const [kind, axis] = chosen;
            actions.setTotals(kind, axis, !shown(kind, axis));
          }}
        >
          {totals.map(([kind, axis]) => (
            <MenuItem key={`${kind}:${axis}`} id={`${kind}:${axis}`} className="ennead-menu-item">
              {labels[`${kind}:${axis}`]}
              <Icon name="check" />
            </MenuItem>
          ))}
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
          {/* The dialog opens for nothing else. */}
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <input className="ennead-input" name="name" defaultValue={name} required autoFocus />
        </label>
        <button type="submit" className="ennead-button" data-primary="">
          {save}
        </button>
      </form>
    </Dialog>
  );
};

const SaveTool = ({ state }: ReportMenusProps): ReactNode => {
  const { report, words } = state;
  const { strings } = words;
  const kernel = useStrings(kernelStrings);
  const [naming, setNaming] = useState(false);
  const [listing, setListing] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const reports = useReportList(listing);
  const problem = report.error instanceof ProblemError ? report.error : null;
  const { current } = report;
  return (
    <div className="ennead-pivot-save" ref={place}>
      {report.error === null ? null : (
        <span className="ennead-pivot-alert" role="alert">
          {(problem === null ? undefined : kernel.fault(problem.code, problem.status)) ??
            report.error.message}
        </span>
      )}
      <MenuTrigger isOpen={listing} onOpenChange={setListing}>
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
              if (key === ":new") {
                report.open(null);
                state.actions.chooseObject(state.spec.source);
              } else if (key === ":as") setNaming(true);
              else report.open(reports.data?.find(({ id }) => id === key) ?? null);
            }}
          >
            <MenuItem id=":new" className="ennead-menu-item">
              {strings.newReport}
            </MenuItem>
            <MenuItem id=":as" className="ennead-menu-item">
              {strings.saveAs}
            </MenuItem>
            <MenuSection className="ennead-menu-section" aria-label={strings.open}>
              {(reports.data ?? []).map(({ id, name }) => (
                <MenuItem key={id} id={id} className="ennead-menu-item" textValue={name}>
                  {name}
                  {id === current?.id ? <Icon name="check" /> : null}
                </MenuItem>
              ))}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Button
        className="ennead-button"
        data-primary=""
        isDisabled={report.saving || (current !== null && !report.changed)}
        onPress={() => {
          if (current === null) setNaming(true);
          else report.save(current.name, false);
        }}
      >
        <Icon name="save" />
        {report.saving ? strings.saving : strings.save}
      </Button>
      <Popover
        className="ennead-popover"
        placement="bottom end"
        offset={4}
        triggerRef={place}
        isOpen={naming}
        onOpenChange={setNaming}
      >
        <NameDialog
          name={current?.name ?? ""}
          label={strings.reportName}
          save={strings.save}
          onSave={(name) => {
            setNaming(false);
            report.save(name, true);
          }}
        />
      </Popover>
    </div>
  );
};

/** The parts of the toolbar that need menus: which totals are shown, saved reports. */
export const ReportMenus = ({ state }: ReportMenusProps): ReactNode => {
  const { formats, overlays } = useEnnead();
  return (
    <I18nProvider locale={formats.locale}>
      <UNSAFE_PortalProvider getContainer={overlays}>
        <TotalsMenu state={state} />
        <SaveTool state={state} />
      </UNSAFE_PortalProvider>
    </I18nProvider>
  );
};
