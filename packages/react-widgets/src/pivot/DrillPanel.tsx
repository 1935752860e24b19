"use client";
import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";

import { useEnnead, useStrings } from "../kernel/context.ts";
import { Icon } from "../kernel/icons.tsx";
import { measureText, type CellPlace } from "./answers.ts";
import { describeCondition, describeDim } from "./describe.ts";
import { drillStrings } from "./drill-strings.ts";
import { RecordsAtHand, RecordsTold } from "./DrillRecords.tsx";
import { WhyAtHand, WhyTold } from "./DrillWhy.tsx";
import { memberTexts } from "./format.ts";
import { cellConditions } from "./member-condition.ts";
import { nodeAt } from "./path.ts";
import type { PivotReportState } from "./usePivotReport.ts";
import type { Axis } from "./value.ts";

export type { CellPlace };
export type DrillTab = "why" | "records";

export interface DrillPanelProps {
  readonly state: PivotReportState;
  readonly place: CellPlace;
  readonly tab: DrillTab;
  readonly onTab: (tab: DrillTab) => void;
  readonly onClose: () => void;
}

/** The levels of a cell with its members, the outermost first; undefined where the report has no such cell. */
const stepsOf = (
  { result, resultSpec, words }: PivotReportState,
  { row, col }: CellPlace,
): readonly (readonly [level: string, member: string])[] | undefined => {
  if (result === undefined) return undefined;
  const [rowNode, colNode] = [nodeAt(result.rows, row), nodeAt(result.cols, col)];
  if (rowNode === undefined || colNode === undefined) return undefined;
  const along = (axis: Axis, node: number) =>
    memberTexts(result[axis], resultSpec[axis], node, words).map((member, at) => {
      const dim = resultSpec[axis][at];
      return [dim === undefined ? "" : describeDim(dim, words), member] as const;
    });
  return [...along("rows", rowNode.index), ...along("cols", colNode.index)];
};

interface AnswerProps {
  readonly state: PivotReportState;
  readonly place: CellPlace;
  readonly tab: DrillTab;
}

const AtHand = ({ state, place, tab }: AnswerProps): ReactNode => {
  const text = useStrings(drillStrings);
  const { drill: open, resultSpec } = state;
  const drill = useMemo(() => open(resultSpec), [open, resultSpec]);
  if (drill === undefined) return <p>{text.gone}</p>;
  return tab === "why" ? (
    <WhyAtHand state={state} place={place} drill={drill} />
  ) : (
    <RecordsAtHand key={JSON.stringify(place)} state={state} place={place} drill={drill} />
  );
};

const Answer = ({ state, place, tab }: AnswerProps): ReactNode => {
  const { askable } = state;
  if (askable === null) return <AtHand state={state} place={place} tab={tab} />;
  return tab === "why" ? (
    <WhyTold state={state} place={place} report={askable} />
  ) : (
    <RecordsTold state={state} place={place} report={askable} />
  );
};

/** Beside the table or chart: why a cell is what it is, and the records beneath it. Escape gives the focus back. */
export const DrillPanel = (props: DrillPanelProps): ReactNode => {
  const { state, place, tab, onTab, onClose } = props;
  const { words, resultSpec, filters } = state;
  const { announce } = useEnnead();
  const text = useStrings(drillStrings);
  const heading = useRef<HTMLHeadingElement>(null);
  const key = JSON.stringify(place);
  // Another cell is another beginning.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => heading.current?.focus(), [key]);
  const measure = measureText(state, place.measure);
  const steps = stepsOf(state, place);
  const path = (steps ?? []).map(([, member]) => member).join(" › ");
  const title = [measure, path === "" ? text.total : path].join(" · ");
  useEffect(() => announce(text.opened(title)), [announce, text, title]);
  const conditions = cellConditions(resultSpec, place.row, place.col, words.fieldOf) ?? [];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    // Escape closes it from everywhere inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside className="ennead-pivot-drill" aria-label={text.panel} onKeyDown={onKeyDown}>
      <header>
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        <button type="button" className="ennead-tool" aria-label={text.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="ennead-pivot-drill-tools">
        <fieldset className="ennead-segments">
          <legend className="ennead-hidden">{text.panel}</legend>
          {(["why", "records"] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="ennead-segment"
              aria-pressed={tab === one}
              onClick={() => onTab(one)}
            >
              {text[one]}
            </button>
          ))}
        </fieldset>
        {conditions.length === 0 ? null : (
          <button
            type="button"
            className="ennead-button"
            data-quiet=""
            onClick={() => filters.add(conditions)}
          >
            <Icon name="filter" />
            {text.filterBy}
          </button>
        )}
      </div>
      {/* Scrolls, so it must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="ennead-pivot-drill-body" tabIndex={0}>
        {steps === undefined ? (
          <p>{text.gone}</p>
        ) : (
          <>
            <p>
              {text.sentence(
                measure,
                steps,
                filters.all.map((condition) => describeCondition(condition, words)),
              )}
            </p>
            <Answer state={state} place={place} tab={tab} />
          </>
        )}
      </div>
    </aside>
  );
};
