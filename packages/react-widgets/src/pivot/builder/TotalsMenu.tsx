"use client";
import { useRef, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { describeDim } from "../describe.ts";
import { expandTo, setSingleSubtotals } from "../edit-report.ts";
import type { PivotTable } from "../grid-model.tsx";
import { printReport } from "../print-report.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Axis } from "../value.ts";
import { builderStrings } from "./builder-strings.ts";
import { SettingsPopover } from "./SettingsPopover.tsx";

export interface TotalsMenuProps {
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

/** Which totals are shown, how far groups are open, what holds for the whole report, print. */
export const TotalsMenu = ({ state, table, title }: TotalsMenuProps): ReactNode => {
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
      if (table !== undefined) void printReport(state, table, title);
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
