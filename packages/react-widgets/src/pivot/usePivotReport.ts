"use client";
import { canonicalJson, type Fault } from "@ennead/core/kernel";
import type { Dataset, PivotResult, PivotSpec } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";

import { useEnnead, useStrings } from "../kernel/context.ts";
import { ProblemError } from "../kernel/problem.ts";
import { useHistory } from "../kernel/use-history.ts";
import type { ReportAnswer } from "../kernel/wire.ts";
import { createActions, type PivotActions } from "./actions.ts";
import type { Words } from "./describe.ts";
import { conditionsOf } from "./edit.ts";
import { missingField, pivotFields, type PivotField } from "./fields.ts";
import { pivotStrings } from "./strings.ts";
import { useObjects, useRecords } from "./use-records.ts";
import { useSaveReport, useSavedReport } from "./use-report.ts";
import { emptyReport, reportValue, type PivotReportValue } from "./value.ts";

export interface PivotReportOptions {
  /** Object whose records a new report shows; the reader can choose another in the builder. */
  readonly object?: string | undefined;
  /** Opens this saved report. */
  readonly reportId?: string | undefined;
  /** The whole state, owned by the host. */
  readonly value?: PivotReportValue | undefined;
  /** The state to begin with, owned by the widget from then on. */
  readonly defaultValue?: PivotReportValue | undefined;
  readonly onChange?: ((value: PivotReportValue) => void) | undefined;
  /** Called when the reader opened or saved a report; null for a new one. */
  readonly onReport?: ((report: ReportAnswer | null) => void) | undefined;
}

/** What the widget can show right now. A result may be there in every state: the last one, to be shown dimmed. */
export type PivotStatus =
  | { readonly kind: "loading"; readonly what: "report" | "records" }
  | { readonly kind: "forbidden"; readonly problem: ProblemError | null }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "invalid"; readonly faults: readonly Fault[] }
  /** There is no record at all. */
  | { readonly kind: "empty" }
  /** Filters leave no record; `guilty` are the indexes of those that do so alone. */
  | { readonly kind: "filtered"; readonly guilty: readonly number[] }
  | { readonly kind: "ready" };

export interface PivotReportState {
  readonly value: PivotReportValue;
  readonly spec: PivotSpec;
  readonly status: PivotStatus;
  readonly result: PivotResult | undefined;
  /** The spec that `result` answers: what headers and formats must be taken from. */
  readonly resultSpec: PivotSpec;
  readonly dataset: Dataset | undefined;
  readonly objects: readonly ObjectDefinition[];
  readonly object: ObjectDefinition | undefined;
  readonly fields: readonly PivotField[];
  readonly words: Words;
  /** The result is older than the spec or the data on their way. */
  readonly stale: boolean;
  readonly actions: PivotActions;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly report: {
    readonly current: ReportAnswer | null;
    readonly changed: boolean;
    readonly saving: boolean;
    readonly error: Error | null;
    readonly open: (report: ReportAnswer | null) => void;
    readonly save: (name: string, asNew: boolean) => void;
  };
}

const firstChoice = (objects: readonly ObjectDefinition[]): string =>
  (objects.find(({ name }) => name === "opportunity") ?? objects[0])?.name ?? "";

const recordsOnly: PivotSpec["values"] = [{ name: "records", agg: "records" }];

const withZone = (spec: PivotSpec, timeZone: string): PivotSpec => ({
  ...spec,
  timeZone: spec.timeZone ?? timeZone,
  values: spec.values.length === 0 ? recordsOnly : spec.values,
});

/** Equal values have equal texts, whatever the order of their keys. */
const textOf = (value: PivotReportValue): string => {
  const text = canonicalJson(value);
  return text.ok ? text.value : JSON.stringify(value);
};

/** State and actions of a pivot report, without markup: records, spec, result, undo, saved reports. */
export const usePivotReport = (options: PivotReportOptions): PivotReportState => {
  const { formats, timeZone, now, announce } = useEnnead();
  const strings = useStrings(pivotStrings);
  const history = useHistory<PivotReportValue>({
    value: options.value,
    initial: options.defaultValue ?? emptyReport(options.object ?? ""),
    onChange: options.onChange,
  });

  const [opened, setOpened] = useState<ReportAnswer | null>(null);
  // What is stored, as far as this widget knows: the way to tell whether there is anything to save.
  const [stored, setStored] = useState<string | null>(null);
  const [wanted, setWanted] = useState(options.reportId ?? null);
  const saved = useSavedReport(wanted);
  const { reset } = history;
  const { onReport } = options;
  const open = useCallback(
    (report: ReportAnswer | null) => {
      setOpened(report);
      setWanted(report?.id ?? null);
      const next = report === null ? null : reportValue(report.spec, report.view);
      setStored(next === null ? null : textOf(next));
      if (next !== null) reset(next);
      onReport?.(report);
    },
    [reset, onReport],
  );
  const shown = useRef<string | null>(null);
  const [asked, setAsked] = useState(options.reportId);
  if (asked !== options.reportId) {
    setAsked(options.reportId);
    setWanted(options.reportId ?? null);
  }
  useEffect(() => {
    const report = saved.data;
    if (report === undefined || shown.current === report.id || opened?.id === report.id) return;
    shown.current = report.id;
    open(report);
  }, [saved.data, opened, open]);

  const objects = useObjects();
  const source = history.present.spec.source;
  const objectName = source === "" ? firstChoice(objects.data ?? []) : source;
  const value = useMemo(
    (): PivotReportValue =>
      source === objectName
        ? history.present
        : { ...history.present, spec: { ...history.present.spec, source: objectName } },
    [history.present, source, objectName],
  );
  const { spec } = value;

  const pendingReport = wanted !== null && opened?.id !== wanted && saved.error === null;
  const records = useRecords(pendingReport ? "" : objectName);
  const object = objects.data?.find(({ name }) => name === objectName);
  const dataset = records.data?.dataset;
  const fields = useMemo(
    () => (object === undefined ? [] : pivotFields(object, dataset, strings.system)),
    [object, dataset, strings],
  );
  const words = useMemo((): Words => {
    const byName = new Map(fields.map((field) => [field.name, field]));
    return {
      strings,
      formats,
      fieldOf: (name) => byName.get(name) ?? missingField(name),
      isKnown: (name) => byName.has(name) || dataset?.columns.has(name) === true,
    };
  }, [fields, dataset, strings, formats]);

  const latest = useDeferredValue(spec);
  const answer = useMemo(() => {
    const loaded = records.data;
    if (loaded === undefined) return undefined;
    const complete = withZone(latest, timeZone);
    return { asked: complete, outcome: loaded.engine.run(complete, loaded.dataset, now()) };
  }, [records.data, latest, timeZone, now]);
  const [good, setGood] = useState<{ result: PivotResult; spec: PivotSpec } | undefined>(undefined);
  const fresh = useMemo(
    () =>
      answer?.outcome.ok === true
        ? { result: answer.outcome.value, spec: answer.asked }
        : undefined,
    [answer],
  );
  if (fresh !== undefined && fresh !== good) setGood(fresh);
  const held = good?.spec.source === objectName ? good : undefined;
  const current = fresh ?? held;

  const status = useMemo((): PivotStatus => {
    if (pendingReport) return { kind: "loading", what: "report" };
    const error = saved.error ?? objects.error ?? records.error;
    if (error !== null) {
      const problem = error instanceof ProblemError ? error : null;
      return problem?.forbidden === true
        ? { kind: "forbidden", problem }
        : { kind: "failed", error };
    }
    if (objects.data?.length === 0 && objectName === "")
      return { kind: "forbidden", problem: null };
    if (answer === undefined) return { kind: "loading", what: "records" };
    if (!answer.outcome.ok) return { kind: "invalid", faults: answer.outcome.error };
    if (dataset?.rows === 0) return { kind: "empty" };
    if (answer.outcome.value.stats.selected > 0) return { kind: "ready" };
    const guilty = conditionsOf(answer.asked).flatMap((filter, index) => {
      const alone = { ...answer.asked, rows: [], cols: [], values: recordsOnly, filter };
      const outcome =
        records.data === undefined
          ? undefined
          : records.data.engine.run(alone, records.data.dataset, now());
      return outcome?.ok === true && outcome.value.stats.selected === 0 ? [index] : [];
    });
    return { kind: "filtered", guilty };
  }, [pendingReport, saved.error, objects, records, objectName, answer, dataset, now]);

  const retry = useCallback(() => {
    if (saved.isError) void saved.refetch();
    if (objects.isError) void objects.refetch();
    void records.refetch();
  }, [saved, objects, records]);
  const actions = useMemo(
    () => createActions({ value, history, words, announce, refresh: retry }),
    [value, history, words, announce, retry],
  );

  const store = useSaveReport((report, sent) => {
    setStored(textOf(sent));
    shown.current = report.id;
    setOpened(report);
    setWanted(report.id);
    announce(strings.saved(report.name));
    onReport?.(report);
  });

  return {
    value,
    spec,
    status,
    result: current?.result,
    resultSpec: current?.spec ?? spec,
    dataset,
    objects: objects.data ?? [],
    object,
    fields,
    words,
    stale: latest !== spec || records.isFetching || (fresh === undefined && held !== undefined),
    actions,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    report: {
      current: opened,
      changed: stored !== textOf(value),
      saving: store.saving,
      error: store.error,
      open,
      save: (name, asNew) => store.save(value, name, asNew ? null : opened),
    },
  };
};
