"use client";
import type { ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import { ProblemError } from "../kernel/problem.ts";
import { StatePanel } from "../kernel/state-panel.tsx";
import { kernelStrings } from "../kernel/strings.ts";
import { describeCondition } from "./describe.ts";
import { conditionsOf } from "./edit.ts";
import type { PivotReportState } from "./usePivotReport.ts";

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

/** What stands in place of the table when there is none to show; null when the table is there. */
export const PivotStatus = ({ state }: { readonly state: PivotReportState }): ReactNode => {
  const { status, actions, words, object, spec } = state;
  const { strings } = words;
  const kernel = useStrings(kernelStrings);
  const plural = object?.labelPlural ?? spec.source;
  const retry = (
    <button type="button" className="ennead-button" data-primary="" onClick={actions.refresh}>
      {kernel.retry}
    </button>
  );
  switch (status.kind) {
    case "loading": {
      const text =
        status.what === "report" ? strings.loadingReport : strings.loadingRecords(plural);
      return (
        <div className="ennead-pivot-loading" aria-busy="true">
          <output className="ennead-pivot-progress">
            <span className="ennead-spinner" />
            {text}
          </output>
          <Skeleton />
        </div>
      );
    }
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
    case "failed": {
      const problem = status.error instanceof ProblemError ? status.error : null;
      const translated = problem === null ? undefined : kernel.fault(problem.code, problem.status);
      const text = translated ?? status.error.message;
      const note = [
        problem?.code,
        problem?.requestId === undefined ? undefined : kernel.requestId(problem.requestId),
      ]
        .filter((part) => part !== undefined)
        .join(" · ");
      return (
        <StatePanel
          kind="error"
          title={strings.failed}
          text={text}
          note={note === "" ? undefined : note}
        >
          {retry}
        </StatePanel>
      );
    }
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
              onClick={actions.removeMissing}
            >
              {strings.removeMissing}
            </button>
          ) : null}
          <button
            type="button"
            className="ennead-button"
            disabled={!state.canUndo}
            onClick={actions.undo}
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
      const conditions = conditionsOf(spec);
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
                key={text}
                type="button"
                className="ennead-button"
                onClick={() => actions.remove({ well: "filters", index })}
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
              onClick={actions.dropConditions}
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
