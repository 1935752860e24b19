"use client";
import type { MouseEvent, ReactNode } from "react";

import { useEnnead, useStrings } from "../kernel/context.ts";
import type { Progress } from "../kernel/read-bytes.ts";
import { noteOf, sentenceOf } from "../kernel/say-error.ts";
import { StatePanel } from "../kernel/state-panel.tsx";
import { kernelStrings } from "../kernel/strings.ts";
import { describeCondition, type Words } from "./describe.ts";
import type { PivotReportState, PivotStatus as PivotStatusKind } from "./usePivotReport.ts";

const Skeleton = (): ReactNode => (
  <div className="ennead-pivot-skeleton" aria-hidden="true">
    {Array.from({ length: 12 }, (_, row) => (
      // Placeholder lines are all alike.
      <div key={row} className="ennead-pivot-skeleton-row">
        {Array.from({ length: 6 }, (__, col) => (
          <span key={col} className="ennead-pivot-skeleton-cell" />
        ))}
      </div>
    ))}
  </div>
);

/** A way out goes together with the state it leads out of: the focus stays where the next one appears. */
const leaving =
  (act: (() => void) | undefined) =>
  (event: MouseEvent<HTMLElement>): void => {
    event.currentTarget.closest<HTMLElement>(".ennead-pivot-stage")?.focus();
    act?.();
  };

const megabytes = ({ loaded, total }: Progress, { strings, formats }: Words): string => {
  const text = (bytes: number): string => formats.number(bytes / 1e6, { min: 1, max: 1 });
  return strings.loaded(text(loaded), total === undefined ? undefined : text(total));
};

interface LoadingProps {
  readonly state: PivotReportState;
  readonly status: Extract<PivotStatusKind, { kind: "loading" }>;
}

const Loading = ({ state, status }: LoadingProps): ReactNode => {
  const { words, object, spec } = state;
  const { strings } = words;
  const progress = status.what === "records" ? status.progress : null;
  const text =
    status.what === "report"
      ? strings.loadingReport
      : strings.loadingRecords(object?.labelPlural ?? spec.source);
  return (
    <div className="ennead-pivot-loading" aria-busy="true">
      <div className="ennead-pivot-progress">
        <span className="ennead-spinner" />
        <output>{text}</output>
        {progress === null ? null : (
          // Outside of the live region: who cannot see it would hear every step.
          <span className="ennead-pivot-bytes">
            {progress.total === undefined ? null : (
              <progress
                className="ennead-progress"
                aria-label={text}
                value={progress.loaded}
                max={progress.total}
              />
            )}
            {megabytes(progress, words)}
          </span>
        )}
      </div>
      <Skeleton />
    </div>
  );
};

/** What stands in place of the table when there is none to show; null when the table is there. */
export const PivotStatus = ({ state }: { readonly state: PivotReportState }): ReactNode => {
  const { status, actions, words, object, spec } = state;
  const { strings } = words;
  const { announce } = useEnnead();
  const kernel = useStrings(kernelStrings);
  const plural = object?.labelPlural ?? spec.source;
  const retry = (
    <button
      type="button"
      className="ennead-button"
      data-primary=""
      onClick={leaving(actions.refresh)}
    >
      {kernel.retry}
    </button>
  );
  switch (status.kind) {
    case "loading":
      return <Loading state={state} status={status} />;
    case "unopened": {
      const { report } = state;
      return (
        <StatePanel
          kind="error"
          title={strings.unopened}
          text={sentenceOf(status.error, kernel)}
          note={noteOf(status.error, kernel)}
        >
          <button
            type="button"
            className="ennead-button"
            data-primary=""
            onClick={leaving(report.opening?.retry)}
          >
            {kernel.retry}
          </button>
          <button type="button" className="ennead-button" onClick={leaving(report.cancel)}>
            {report.current === null ? strings.newReport : strings.backTo(report.current.name)}
          </button>
        </StatePanel>
      );
    }
    case "newer":
      return <StatePanel kind="forbidden" title={strings.newer} text={strings.newerHint} />;
    case "forbidden": {
      const requestId = status.problem?.requestId;
      return (
        <StatePanel
          kind="forbidden"
          title={status.problem === null ? strings.noObjects : strings.forbidden}
          text={strings.forbiddenHint}
          note={requestId === undefined ? undefined : kernel.requestId(requestId)}
        />
      );
    }
    case "failed":
      return (
        <StatePanel
          kind="error"
          title={strings.failed}
          text={sentenceOf(status.error, kernel)}
          note={noteOf(status.error, kernel)}
        >
          {retry}
        </StatePanel>
      );
    case "invalid": {
      const messages = [
        ...new Set(status.faults.map((fault) => strings.fault(fault.code) ?? fault.message)),
      ];
      const missing = status.faults.some(({ code }) => code === "pivot/unknown-field");
      return (
        <StatePanel
          kind="error"
          title={strings.invalid}
          text={messages.join(" ")}
          note={status.faults.map(({ code }) => code).join(" · ")}
        >
          {missing ? (
            <button
              type="button"
              className="ennead-button"
              data-primary=""
              onClick={leaving(actions.removeMissing)}
            >
              {strings.removeMissing}
            </button>
          ) : null}
          <button
            type="button"
            className="ennead-button"
            disabled={!state.canUndo}
            onClick={leaving(actions.undo)}
          >
            {strings.undo}
          </button>
        </StatePanel>
      );
    }
    case "empty":
      return (
        <StatePanel kind="empty" title={strings.noRecords(plural)} text={strings.noRecordsHint} />
      );
    case "filtered": {
      const { all: conditions, drop, dropAll } = state.filters;
      const [guilty] = status.guilty;
      const named = guilty === undefined ? undefined : conditions[guilty];
      const offered = status.guilty.length > 0 ? status.guilty : [...conditions.keys()];
      return (
        <StatePanel
          kind="empty"
          title={strings.noMatch}
          text={
            named === undefined
              ? strings.noMatchHint
              : strings.removedBy(describeCondition(named, words))
          }
        >
          {offered.map((index) => {
            const condition = conditions[index];
            if (condition === undefined) return null;
            const text = describeCondition(condition, words);
            return (
              <button
                key={index}
                type="button"
                className="ennead-button"
                onClick={leaving(() => {
                  drop(index);
                  announce(strings.said.removed(text, "filters"));
                })}
              >
                {strings.dropFilter(text)}
              </button>
            );
          })}
          {conditions.length > 1 ? (
            <button
              type="button"
              className="ennead-button"
              data-primary=""
              onClick={leaving(() => {
                dropAll();
                announce(strings.dropAllFilters);
              })}
            >
              {strings.dropAllFilters}
            </button>
          ) : null}
        </StatePanel>
      );
    }
    case "ready":
      return null;
    default:
      return status satisfies never;
  }
};
