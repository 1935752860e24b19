"use client";
import {
  chartOf,
  chartThemes,
  describeChart,
  describeNote,
  markName,
  type ChartFormats,
  type ChartMark,
  type ChartSettings,
  type ChartTable,
} from "@ennead/core/chart";
import { useCallback, useId, useMemo, useState, type KeyboardEvent, type ReactNode } from "react";

import { ChartTwin } from "./chart/ChartTwin.tsx";
import type { MakeChart } from "./chart/draw.ts";
import { chartStrings } from "./chart/strings.ts";
import { useDrawing } from "./chart/use-drawing.ts";
import { markAt, walk, type MarkAnchor, type MarkPlace } from "./chart/walk.ts";
import { useEnnead, useStrings } from "./context.ts";
import { StatePanel } from "./state-panel.tsx";
import { kernelStrings } from "./strings.ts";

export interface ChartProps {
  readonly title: string;
  readonly table: ChartTable;
  readonly settings: ChartSettings;
  /** How numbers are written; must stay the same object while they are written the same way. */
  readonly formats: ChartFormats;
  /** Called when a mark is pressed, by pointer or with Enter, or its number in the table beneath. */
  readonly onMark?: ((mark: ChartMark, at: MarkAnchor) => void) | undefined;
  /** Controls above the drawing. */
  readonly children?: ReactNode;
}

const middleOf = (element: Element): MarkAnchor => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};

/** A chart, drawn once its code has arrived, said in a sentence, walked by keys, with the same numbers as a table. */
export const Chart = (props: ChartProps): ReactNode => {
  const { title, table, settings, formats, onMark, children } = props;
  const { formats: locale, announce } = useEnnead();
  const kernel = useStrings(kernelStrings);
  const strings = useStrings(chartStrings);
  const [at, setAt] = useState<MarkPlace | null>(null);
  const describedBy = useId();
  const { direction, language } = locale;
  const words = useMemo(() => ({ rest: strings.rest, target: strings.target }), [strings]);
  // Colours and size change neither marks nor notes nor whether there is a chart.
  const made = useMemo(
    () => chartOf(table, settings, { theme: chartThemes.light, words }, formats),
    [table, settings, words, formats],
  );
  const chart = made.ok ? made.value : undefined;
  const tip = (to: MarkPlace): readonly [string, string] => {
    const mark = chart === undefined ? null : markAt(chart, to);
    if (mark === null) return ["", "–"];
    if (mark.value !== undefined) return [words.rest, formats.axis(mark.value, 0)];
    const value = table.series[mark.series]?.values[mark.category] ?? null;
    const text = value === null ? "–" : formats.value(value, mark.series, mark.category);
    return [markName(table, mark), text];
  };
  const press = (to: MarkPlace, anchor: MarkAnchor): void => {
    const mark = chart === undefined ? null : markAt(chart, to);
    if (mark !== null && mark.series >= 0) onMark?.(mark, anchor);
  };
  const make = useCallback<MakeChart>(
    (look, size) => {
      const fitted = chartOf(table, settings, { theme: look, words, direction, ...size }, formats);
      return fitted.ok ? fitted.value : undefined;
    },
    [table, settings, words, direction, formats],
  );
  const { place, state, point } = useDrawing(chart === undefined ? undefined : make, tip, press);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (chart === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && at !== null) {
      event.preventDefault();
      press(at, middleOf(event.currentTarget));
      return;
    }
    const next = walk(chart, at, event.key, direction);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    point(next);
    announce(strings.mark(...tip(next)));
  };
  const onBlur = (): void => {
    setAt(null);
    point(null);
  };

  if (!made.ok) {
    const { code, message } = made.error;
    return (
      <div className="ennead-chart">
        {children}
        <StatePanel
          kind={code === "chart/nothing-to-draw" ? "empty" : "start"}
          title={strings.refusedTitle}
          text={strings.refused(code) ?? message}
        />
        <ChartTwin title={title} table={table} formats={formats} onMark={onMark} />
      </div>
    );
  }
  const summary = [
    describeChart(table, settings, formats, language),
    ...made.value.notes.map((note) => describeNote(note, language)),
  ].join(" ");
  return (
    <figure className="ennead-chart" data-type={settings.type}>
      {children}
      {/* Keys walk what the drawing shows, which no element of HTML does. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="ennead-chart-place"
        role="application"
        aria-roledescription={strings.role}
        aria-label={title}
        aria-describedby={describedBy}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-state={state}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      >
        {/* The drawing is placed from the left, also where text is not. */}
        <div ref={place} className="ennead-chart-drawing" dir="ltr" aria-hidden="true" />
      </div>
      {state === "ready" ? null : (
        <output className="ennead-chart-note">
          {state === "loading" ? kernel.chartLoading : kernel.chartFailed}
        </output>
      )}
      <figcaption id={describedBy} className="ennead-chart-summary" dir="auto">
        {summary}
        <span className="ennead-hidden">
          {" "}
          {strings.keys} {onMark === undefined ? null : strings.pressKey}
        </span>
      </figcaption>
      <ChartTwin title={title} table={table} formats={formats} onMark={onMark} />
    </figure>
  );
};
