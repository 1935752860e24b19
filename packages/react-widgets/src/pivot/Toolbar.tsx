"use client";
import { chartTypes, type ChartType } from "@ennead/core/chart";
import type { ReactNode } from "react";

import { useEnnead, useStrings } from "../kernel/context.ts";
import { Icon, type IconName } from "../kernel/icons.tsx";
import { sentenceOf } from "../kernel/say-error.ts";
import { kernelStrings } from "../kernel/strings.ts";
import type { PivotTable } from "./grid-model.tsx";
import type { printReport } from "./print-report.ts";
import type { PivotReportState } from "./usePivotReport.ts";
import { chartOfView } from "./value.ts";

const chartIcons: Readonly<Record<ChartType, IconName>> = {
  bar: "chart",
  line: "chartLine",
  area: "chartArea",
  pie: "chartPie",
  scatter: "chartScatter",
  heatmap: "chartHeatmap",
  gauge: "chartGauge",
};

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

/** Stays focusable when it has nothing to do: the focus must not fall out of the widget after the last undo. */
const Tool = ({ icon, label, disabled = false, onPress }: ToolProps): ReactNode => (
  <button
    type="button"
    className="ennead-tool"
    data-tool={icon}
    aria-label={label}
    title={label}
    aria-disabled={disabled}
    onClick={disabled ? undefined : onPress}
  >
    <Icon name={icon} />
  </button>
);

export interface ToolbarProps {
  readonly state: PivotReportState;
  readonly title: string;
  readonly titleId: string;
  /** The report in words, for who does not see the builder; empty where the title says as much. */
  readonly said: string;
  /** The builder is there: undo and the report menu make sense. */
  readonly editing: boolean;
  /** What is printed; undefined while there is nothing. */
  readonly table: PivotTable | undefined;
  /** Menus that the builder brings along. */
  readonly children?: ReactNode;
}

/** What a reader must know of the numbers beside them: they are old, or some could not be worked out. */
const Notes = ({ state }: { readonly state: PivotReportState }): ReactNode => {
  const { words, result, status, refreshError } = state;
  const kernel = useStrings(kernelStrings);
  const warnings = status.kind === "ready" ? (result?.warnings ?? []) : [];
  return (
    <output className="ennead-pivot-notes">
      {refreshError === null ? null : (
        <span className="ennead-alert">
          {words.strings.refreshFailed} {sentenceOf(refreshError, kernel)}
        </span>
      )}
      {state.outdated && !state.stale ? (
        <span className="ennead-pivot-warning ennead-pivot-outdated">
          <span>{words.strings.outdated}</span>
          <button
            type="button"
            className="ennead-button"
            data-quiet=""
            onClick={({ currentTarget }) => {
              // The button goes with the note; the same is done by the one that stays.
              currentTarget
                .closest(".ennead-pivot-bar")
                ?.querySelector<HTMLElement>("[data-tool=refresh]")
                ?.focus();
              state.actions.refresh();
            }}
          >
            {words.strings.showNew}
          </button>
        </span>
      ) : null}
      {warnings.map(({ code }) => (
        <span key={code} className="ennead-pivot-warning">
          {words.strings.warnings[code]}
        </span>
      ))}
    </output>
  );
};

const print = async (...what: Parameters<typeof printReport>): Promise<void> => {
  const { printReport: send } = await import("./print-report.ts");
  await send(...what);
};

/** Title, counts and what acts on the report as a whole. */
export const Toolbar = (props: ToolbarProps): ReactNode => {
  const { state, title, titleId, said, editing, table, children } = props;
  const { words, actions, value, result, object, stale } = state;
  const { strings, formats } = words;
  const { announce } = useEnnead();
  const kernel = useStrings(kernelStrings);
  const charted = chartOfView(value.view)?.type;
  const selected = result?.stats.selected;
  const all = result?.stats.rows;
  return (
    <header className="ennead-pivot-bar">
      <div className="ennead-pivot-heading">
        <h2 className="ennead-pivot-title" id={titleId}>
          {title}
        </h2>
        <p className="ennead-pivot-summary">
          {stale && result !== undefined ? <span className="ennead-spinner" data-small="" /> : null}
          {selected === undefined || all === undefined
            ? ""
            : strings.summary(
                formats.number(selected),
                formats.number(all),
                object?.labelPlural ?? "",
              )}
        </p>
        {said === "" ? null : <p className="ennead-pivot-said">{said}</p>}
        <Notes state={state} />
      </div>
      <div className="ennead-pivot-tools">
        {editing ? (
          <>
            <Tool
              icon="undo"
              label={strings.undo}
              disabled={!state.canUndo}
              onPress={actions.undo}
            />
            <Tool
              icon="redo"
              label={strings.redo}
              disabled={!state.canRedo}
              onPress={actions.redo}
            />
          </>
        ) : null}
        <Tool
          icon="print"
          label={strings.print}
          disabled={table === undefined}
          onPress={() => {
            if (table === undefined) return;
            print(state, table, title).catch(() => announce(kernel.notLoaded));
          }}
        />
        <Tool icon="refresh" label={strings.refresh} onPress={actions.refresh} />
        <fieldset className="ennead-segments" disabled={state.status.kind === "newer"}>
          <legend className="ennead-hidden">{strings.display}</legend>
          <button
            type="button"
            className="ennead-segment"
            aria-pressed={charted === undefined}
            onClick={() => actions.setChart(null)}
          >
            <Icon name="table" />
            {strings.table}
          </button>
          {chartTypes.map((type) => (
            <button
              key={type}
              type="button"
              className="ennead-segment"
              data-icon-only=""
              aria-label={strings.charts[type]}
              title={strings.charts[type]}
              aria-pressed={charted === type}
              onClick={() => actions.setChart(type)}
            >
              <Icon name={chartIcons[type]} />
            </button>
          ))}
        </fieldset>
        {children}
      </div>
    </header>
  );
};
