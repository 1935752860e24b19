"use client";
import { useId, useMemo, type KeyboardEvent, type ReactNode } from "react";

import { ErrorBoundary } from "../kernel/boundary.tsx";
import { lateCode, useLateCode } from "../kernel/late.ts";
import { NotLoaded } from "../kernel/not-loaded.tsx";
import { StatePanel } from "../kernel/state-panel.tsx";
import { CrossChips } from "./CrossChips.tsx";
import { describeDim, describeValue } from "./describe.ts";
import { DrillArea } from "./DrillArea.tsx";
import { conditionsOf } from "./edit.ts";
import { pivotTable } from "./grid-model.tsx";
import { PivotGrid } from "./PivotGrid.tsx";
import { PivotStatus } from "./PivotStatus.tsx";
import { reportSentence } from "./sentence.ts";
import { Toolbar } from "./Toolbar.tsx";
import { usePivotReport, type PivotReportOptions } from "./usePivotReport.ts";
import { chartOfView } from "./value.ts";

// Menus and drag and drop are most of the code; a report that is only read never loads them.
const editor = lateCode(async () => {
  const [{ Builder }, { ReportMenus }] = await Promise.all([
    import("./builder/Builder.tsx"),
    import("./builder/ReportMenus.tsx"),
  ]);
  return { Builder, ReportMenus };
});

const drawing = lateCode(() => import("./PivotChart.tsx"));

export interface PivotReportProps extends PivotReportOptions {
  /** Heading instead of the report's own name. */
  readonly title?: string | undefined;
}

const isTyping = (target: EventTarget): boolean =>
  target instanceof Element && target.closest("input, textarea, select") !== null;

/** The part of the builder that a key leads to: its filters, or the search of its fields. */
const placeOf = (event: KeyboardEvent<HTMLElement>): HTMLElement | undefined => {
  const { currentTarget: widget, target } = event;
  // A menu lies elsewhere in the document, and has keys of its own.
  if (!widget.contains(target as Node)) return undefined;
  const find = (selector: string): HTMLElement | undefined =>
    widget.querySelector<HTMLElement>(selector) ?? undefined;
  const control = event.ctrlKey || event.metaKey;
  if (control && event.shiftKey && event.key.toLowerCase() === "l") {
    return (
      find('.ennead-pivot-entry[data-well="filters"]') ??
      find('.ennead-pivot-token[data-add="filters"]')
    );
  }
  return event.key === "/" && !control && !event.altKey
    ? find(".ennead-pivot-fields input")
    : undefined;
};

const Report = (props: PivotReportProps): ReactNode => {
  const state = usePivotReport(props);
  const { words, result, resultSpec, value, dataset, status, actions, filters } = state;
  const { strings } = words;
  const wanted = props.mode !== "view";
  const { value: tools, failures } = useLateCode(editor, wanted);
  const editing = wanted && status.kind !== "newer";
  const titleId = useId();
  const { view } = value;
  const table = useMemo(
    () => (result === undefined ? undefined : pivotTable(result, resultSpec, view, dataset, words)),
    [result, resultSpec, view, dataset, words],
  );
  const names = useMemo(() => {
    const dims = (axis: "rows" | "cols") =>
      resultSpec[axis].map((dim) => describeDim(dim, words)).join(", ");
    return {
      values: resultSpec.values.map((measure) => describeValue(measure, words)).join(", "),
      rows: dims("rows"),
      cols: dims("cols"),
    };
  }, [resultSpec, words]);
  const chart = useLateCode(drawing, chartOfView(view) !== undefined);
  const label = strings.gridLabel(names.values, names.rows, names.cols);
  const title =
    props.title ??
    state.report.current?.name ??
    (state.object === undefined ? strings.report : label);

  const conditions = conditionsOf(state.spec);
  const { having = [], joins = [] } = state.spec;
  const untold = conditions.length + having.length + joins.length;
  const said =
    editing || table === undefined || (title === label && untold === 0)
      ? ""
      : reportSentence(state.spec, conditions, words);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (isTyping(event.target)) return;
    const place = placeOf(event);
    if (place !== undefined) {
      event.preventDefault();
      place.focus();
      return;
    }
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) (filters.redo ?? actions.redo)();
    else (filters.undo ?? actions.undo)();
  };

  const ungrouped = resultSpec.rows.length === 0 && resultSpec.cols.length === 0;
  const ready = status.kind === "ready" && table !== undefined;
  const dimmed = status.kind === "loading" && table !== undefined;
  return (
    // Shortcuts for undo belong to the whole widget, wherever the focus is in it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="ennead-pivot"
      data-mode={editing ? "edit" : "view"}
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
    >
      <div className="ennead-pivot-layout">
        <Toolbar
          state={state}
          title={title}
          titleId={titleId}
          said={said}
          editing={editing}
          table={table}
        >
          {wanted && tools !== undefined ? (
            <tools.ReportMenus state={state} table={table} title={title} />
          ) : null}
        </Toolbar>
        {!editing ? null : tools !== undefined ? (
          <tools.Builder state={state} />
        ) : (
          <div className="ennead-pivot-builder" aria-busy={failures === 0}>
            {failures > 0 ? <NotLoaded failures={failures} onRetry={editor.load} /> : null}
          </div>
        )}
        <div
          className="ennead-pivot-stage"
          // Takes the focus when the button that had it is gone.
          tabIndex={-1}
          data-start={editing && ungrouped ? "" : undefined}
          data-stale={state.stale || dimmed ? "" : undefined}
        >
          <CrossChips state={state} />
          {(ready || dimmed) && table !== undefined ? (
            <>
              <DrillArea state={state}>
                {(onDrill) =>
                  chartOfView(view) === undefined ? (
                    <PivotGrid state={state} table={table} label={label} onDrill={onDrill} />
                  ) : chart.value !== undefined ? (
                    <chart.value.PivotChart
                      state={state}
                      table={table}
                      names={names}
                      onDrill={onDrill}
                    />
                  ) : chart.failures > 0 ? (
                    <NotLoaded failures={chart.failures} onRetry={drawing.load} />
                  ) : (
                    <div className="ennead-pivot-loading" aria-busy="true" />
                  )
                }
              </DrillArea>
              {editing && ungrouped && chartOfView(view) === undefined ? (
                <StatePanel kind="start" title={strings.start} text={strings.startHint} />
              ) : null}
            </>
          ) : (
            <PivotStatus state={state} />
          )}
        </div>
      </div>
    </section>
  );
};

/** Choose rows, columns and values of records, by drag or by menu; read the table or the chart; save it. */
export const PivotReport = (props: PivotReportProps): ReactNode => (
  <ErrorBoundary>
    <Report {...props} />
  </ErrorBoundary>
);
