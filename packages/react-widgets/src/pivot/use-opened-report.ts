"use client";
import { canonicalJson } from "@ennead/core/kernel";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { ReportAnswer } from "../kernel/api.gen.ts";
import { ProblemError } from "../kernel/problem.ts";
import type { History } from "../kernel/use-history.ts";
import { useSavedReport, useSaveReport, useStoredVersion } from "./use-report.ts";
import { emptyReport, isReadable, reportValue, type PivotReportValue } from "./value.ts";

/** Equal values have equal texts, whatever the order of their keys. */
const textOf = (value: PivotReportValue | PivotReportValue["spec"]): string => {
  const text = canonicalJson(value);
  return text.ok ? text.value : JSON.stringify(value);
};

export interface OpenedReport {
  /** The saved report that is open; null while it is a new one. */
  readonly current: ReportAnswer | null;
  /** What is calculated is what is stored; only looks may differ. */
  readonly sameSpec: boolean;
  /** There is something to save. */
  readonly changed: boolean;
  readonly saving: boolean;
  readonly error: Error | null;
  /** Somebody else has stored another version: `showStored` brings it here, undo then brings the own one back. */
  readonly conflict: boolean;
  /** A saved report is on its way, or could not be had. */
  readonly opening: { readonly error: Error | null; readonly retry: () => void } | null;
  /** Opens a saved report in place of what is shown; null begins a new one out of it. */
  readonly open: (id: string | null) => void;
  /** Gives up opening and stays where the reader was. */
  readonly cancel: () => void;
  readonly save: (name: string, asNew: boolean) => void;
  readonly showStored: () => void;
}

interface OpenedReportOptions {
  readonly reportId: string | undefined;
  readonly object: string | undefined;
  readonly value: PivotReportValue;
  readonly history: History<PivotReportValue>;
  readonly onSaved: (report: ReportAnswer) => void;
  readonly onReport: ((report: ReportAnswer | null) => void) | undefined;
}

/** Which saved report is shown, whether it differs from what is stored, and how it is opened and stored. */
export const useOpenedReport = (options: OpenedReportOptions): OpenedReport => {
  const { reportId, object, value, history, onSaved, onReport } = options;
  const { reset, commit } = history;
  const [opened, setOpened] = useState<ReportAnswer | null>(null);
  // What is stored, as far as this widget knows: the way to tell whether there is anything to save.
  const [stored, setStored] = useState<string | null>(null);
  const [wanted, setWanted] = useState(reportId ?? null);
  const [asked, setAsked] = useState(reportId);
  if (asked !== reportId) {
    setAsked(reportId);
    setWanted(reportId === undefined || reportId === opened?.id ? null : reportId);
  }
  const saved = useSavedReport(wanted);

  const store = useSaveReport((report, sent) => {
    setStored(textOf(sent));
    setOpened(report);
    onSaved(report);
    onReport?.(report);
  });
  const newer = useStoredVersion((report) => {
    const next = reportValue(report.spec, report.view);
    store.forget();
    setOpened(report);
    setStored(textOf(next));
    commit(next);
  });
  const { forget: forgetSaving } = store;
  const { forget: forgetStored } = newer;

  const open = useCallback(
    (report: ReportAnswer | null) => {
      forgetSaving();
      forgetStored();
      setOpened(report);
      setWanted(null);
      const next = report === null ? null : reportValue(report.spec, report.view);
      setStored(next === null ? null : textOf(next));
      if (next !== null) reset(next);
    },
    [reset, forgetSaving, forgetStored],
  );
  const arrived = wanted === null ? undefined : saved.data;
  useEffect(() => {
    if (arrived === undefined) return;
    // An answer of the server, not of a render, is taken over here.
    // oxlint-disable-next-line react/set-state-in-effect
    open(arrived);
    onReport?.(arrived);
  }, [arrived, open, onReport]);

  // A host that takes the id away wants a new report; one that only follows `onReport` has told us nothing new.
  const before = useRef(reportId);
  useEffect(() => {
    const left = before.current !== undefined && reportId === undefined && opened !== null;
    before.current = reportId;
    if (!left) return;
    open(null);
    reset(emptyReport(object ?? ""));
  }, [reportId, object, opened, open, reset]);

  const sameSpec = useMemo(
    () => opened !== null && textOf(opened.spec) === textOf(value.spec),
    [opened, value.spec],
  );
  const problem = store.error instanceof ProblemError ? store.error : null;
  return {
    current: opened,
    sameSpec,
    changed: isReadable(value.spec) && stored !== textOf(value),
    saving: store.saving || newer.loading,
    error: newer.error ?? store.error,
    conflict: opened !== null && problem?.status === 412,
    opening:
      wanted === null
        ? null
        : {
            error: saved.isFetching ? null : saved.error,
            retry: () => {
              void saved.refetch();
            },
          },
    open: (id) => {
      if (id !== null) {
        setWanted(id);
        return;
      }
      open(null);
      onReport?.(null);
    },
    cancel: () => {
      setWanted(null);
      onReport?.(opened);
    },
    save: (name, asNew) => {
      if (isReadable(value.spec)) store.save({ value, name, current: asNew ? null : opened });
    },
    showStored: () => {
      if (opened !== null) newer.load(opened.id);
    },
  };
};
