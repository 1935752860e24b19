"use client";
import type { Filter } from "@ennead/core/filter";
import type { Fault, Result } from "@ennead/core/kernel";
import type { Dataset, PivotResult, PivotSpec } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";
import { useCallback, useMemo } from "react";

import type { ReportAnswer } from "../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../kernel/context.ts";
import { useLateCode } from "../kernel/late.ts";
import { ProblemError } from "../kernel/problem.ts";
import type { Progress } from "../kernel/read-bytes.ts";
import { useHistory } from "../kernel/use-history.ts";
import { createActions, type PivotActions } from "./actions.ts";
import type { Words } from "./describe.ts";
import { conditionsOf } from "./edit.ts";
import type { Drill, RunParts } from "./engine.ts";
import {
  calculatedFields,
  joinedFields,
  missingField,
  pivotFields,
  type PivotField,
} from "./fields.ts";
import { formulaEngine, usesFormulas } from "./formulas.ts";
import { pivotStrings } from "./strings.ts";
import { recordsOnly, useAnswer } from "./use-answer.ts";
import { useFilters, type ReportFilters } from "./use-filters.ts";
import { useJoined } from "./use-joined.ts";
import { useOpenedReport, type OpenedReport } from "./use-opened-report.ts";
import { useOutdated, type Outdated } from "./use-outdated.ts";
import { useObjects, useProgress, useRecords, type LoadedRecords } from "./use-records.ts";
import { emptyReport, isReadable, reportValue, type PivotReportValue } from "./value.ts";

export interface PivotReportOptions {
  /** Object whose records a new report shows; the reader can choose another in the builder. */
  readonly object?: string | undefined;
  /** Opens this saved report. */
  readonly reportId?: string | undefined;
  /** The whole state, owned by the host. */
  readonly value?: PivotReportValue | undefined;
  /** The state to begin with, owned by the widget from then on; `view` may be left out. */
  readonly defaultValue?: (Pick<PivotReportValue, "spec"> & Partial<PivotReportValue>) | undefined;
  readonly onChange?: ((value: PivotReportValue) => void) | undefined;
  /**
   * `view` shows the report without the builder: sorting, opening, charts and questions still work, and what the reader
   * filters by is kept beside the report, never in it.
   */
  readonly mode?: "edit" | "view" | undefined;
  /** Called with what the reader of a report in `view` mode filters by, for other parts of the page to follow. */
  readonly onCross?: ((conditions: readonly Filter[]) => void) | undefined;
  /** Called when the reader opened or saved a report; null for a new one. */
  readonly onReport?: ((report: ReportAnswer | null) => void) | undefined;
}

/** What the widget can show right now. A result may be there in every state: the last one, to be shown dimmed. */
export type PivotStatus =
  | { readonly kind: "loading"; readonly what: "report" }
  | { readonly kind: "loading"; readonly what: "records"; readonly progress: Progress | null }
  /** The saved report asked for could not be had. */
  | { readonly kind: "unopened"; readonly error: Error }
  /** The report was made for a newer version: shown as a name only, and never stored over. */
  | { readonly kind: "newer" }
  | { readonly kind: "forbidden"; readonly problem: ProblemError | null }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "invalid"; readonly faults: readonly Fault[] }
  /** There is no record at all. */
  | { readonly kind: "empty" }
  /** Filters leave no record; `guilty` are the indexes of those that do so alone. */
  | { readonly kind: "filtered"; readonly guilty: readonly number[] }
  | { readonly kind: "ready" };

export interface PivotReportState extends Outdated {
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
  readonly filters: ReportFilters;
  /** The result is older than the spec or the data on their way. */
  readonly stale: boolean;
  readonly actions: PivotActions;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly report: OpenedReport;
  /** The last attempt to fetch the records anew failed; the table shows those from before. */
  readonly refreshError: Error | null;
  /** Opens a spec for questions about its cells; undefined where it cannot be calculated. */
  readonly drill: (spec: PivotSpec) => Drill | undefined;
  /** The stored report that the server answers questions about; null while the one shown is another than is stored. */
  readonly askable: { readonly id: string; readonly version: number } | null;
  /** Answers another spec over the same records; undefined while they are on their way. */
  readonly preview: (spec: PivotSpec) => Result<PivotResult, readonly Fault[]> | undefined;
}

const firstChoice = (objects: readonly ObjectDefinition[]): string =>
  (objects.find(({ name }) => name === "opportunity") ?? objects[0])?.name ?? "";

/** The conditions that leave no record by themselves. */
const guiltyOf = (
  asked: PivotSpec,
  { engine, dataset }: LoadedRecords,
  now: number,
  parts: RunParts,
): number[] =>
  conditionsOf(asked).flatMap((filter, index) => {
    const alone = { ...asked, rows: [], cols: [], values: recordsOnly, having: [], filter };
    const outcome = engine.run(alone, dataset, now, parts);
    return outcome.ok && outcome.value.stats.selected === 0 ? [index] : [];
  });

/** State and actions of a pivot report, without markup: records, spec, result, undo, saved reports. */
export const usePivotReport = (options: PivotReportOptions): PivotReportState => {
  const { formats, timeZone, now, announce } = useEnnead();
  const strings = useStrings(pivotStrings);
  const history = useHistory<PivotReportValue>({
    value: options.value,
    initial:
      options.defaultValue === undefined
        ? emptyReport(options.object ?? "")
        : reportValue(options.defaultValue.spec, options.defaultValue.view),
    onChange: options.onChange,
  });
  const objects = useObjects();
  const { present } = history;
  const readable = isReadable(present.spec);
  const source = readable ? present.spec.source : "";
  const objectName = source === "" && readable ? firstChoice(objects.data ?? []) : source;
  const value = useMemo(
    (): PivotReportValue =>
      source === objectName
        ? present
        : { ...present, spec: { ...present.spec, source: objectName } },
    [present, source, objectName],
  );
  const report = useOpenedReport({
    reportId: options.reportId,
    object: options.object,
    value,
    history,
    onSaved: ({ name }) => announce(strings.saved(name)),
    onReport: options.onReport,
  });
  // What cannot be read is never handed to a view: it would have to guess what it means.
  const spec = useMemo(() => (readable ? value.spec : emptyReport("").spec), [readable, value]);

  const { filters, narrowed } = useFilters({
    value,
    history,
    reading: options.mode === "view",
    onCross: options.onCross,
  });
  const pending = report.opening !== null;
  const wantedObject = pending ? "" : objectName;
  const records = useRecords(wantedObject);
  const progress = useProgress(wantedObject);
  const changes = useOutdated(wantedObject, records.data);
  const object = objects.data?.find(({ name }) => name === objectName);
  const dataset = records.data?.dataset;
  const hasFormulas = usesFormulas(spec);
  const formulas = useLateCode(formulaEngine, hasFormulas);
  const expressions = formulas.value;
  const joined = useJoined(spec);
  const { fields: calculated, joins } = spec;
  const fields = useMemo(() => {
    if (object === undefined) return [];
    const own = pivotFields(object, dataset, strings);
    const found = joinedFields(joins, joined.datasets, objects.data ?? [], strings);
    return [...own, ...found, ...calculatedFields(calculated, [...own, ...found], expressions)];
  }, [object, dataset, strings, joins, joined.datasets, objects.data, calculated, expressions]);
  const zone = spec.timeZone ?? timeZone;
  const { names } = value.view;
  const words = useMemo((): Words => {
    const byName = new Map(fields.map((field) => [field.name, field]));
    const values = new Map(spec.values.map((measure) => [measure.name, measure]));
    return {
      names,
      fields,
      valueOf: (name) => values.get(name),
      strings,
      formats,
      timeZone: zone,
      fieldOf: (name) => byName.get(name) ?? missingField(name),
      isKnown: (name) => byName.has(name) || dataset?.columns.has(name) === true,
      objectLabel: (name) => objects.data?.find((one) => one.name === name)?.label ?? name,
    };
  }, [fields, dataset, strings, formats, zone, names, spec.values, objects.data]);

  const { answer, shown, stale } = useAnswer(narrowed, records.data, {
    expressions,
    datasets: joined.datasets,
  });
  const blocking = objects.data === undefined ? objects.error : null;
  // Rights that were taken away end the show; any other failure leaves what was fetched before.
  const ended = records.error instanceof ProblemError && records.error.forbidden;
  const recordsError = records.data === undefined || ended ? records.error : joined.error;
  const { opening } = report;
  const status = useMemo((): PivotStatus => {
    if (opening !== null) {
      return opening.error === null
        ? { kind: "loading", what: "report" }
        : { kind: "unopened", error: opening.error };
    }
    if (!readable) return { kind: "newer" };
    const error = blocking ?? recordsError;
    if (error !== null) {
      const problem = error instanceof ProblemError ? error : null;
      return problem?.forbidden === true
        ? { kind: "forbidden", problem }
        : { kind: "failed", error };
    }
    if (objects.data?.length === 0 && objectName === "")
      return { kind: "forbidden", problem: null };
    if (hasFormulas && formulas.failures > 0 && expressions === undefined) {
      return { kind: "failed", error: new Error(strings.notLoaded) };
    }
    if (answer === undefined || records.data === undefined) {
      return { kind: "loading", what: "records", progress };
    }
    if (!answer.outcome.ok) return { kind: "invalid", faults: answer.outcome.error };
    if (records.data.dataset.rows === 0) return { kind: "empty" };
    if (answer.outcome.value.stats.selected > 0) return { kind: "ready" };
    const parts = { expressions, datasets: joined.datasets };
    return { kind: "filtered", guilty: guiltyOf(answer.asked, records.data, now(), parts) };
  }, [
    opening,
    readable,
    blocking,
    recordsError,
    objects.data,
    objectName,
    answer,
    records.data,
    progress,
    now,
    hasFormulas,
    formulas.failures,
    expressions,
    joined.datasets,
    strings,
  ]);

  const { refetch: fetchObjects } = objects;
  const { refetch: fetchRecords } = records;
  const objectsFailed = objects.isError;
  const refresh = useCallback(() => {
    if (objectsFailed) void fetchObjects();
    if (hasFormulas) formulaEngine.load();
    void fetchRecords();
  }, [hasFormulas, objectsFailed, fetchObjects, fetchRecords]);
  const { data: loaded } = records;
  const preview = useCallback(
    (asked: PivotSpec) =>
      loaded?.engine.run({ ...asked, timeZone: zone }, loaded.dataset, now(), {
        expressions: expressions ?? formulaEngine.read().value,
        datasets: joined.datasets,
      }),
    [loaded, zone, now, expressions, joined.datasets],
  );
  const drill = useCallback(
    (asked: PivotSpec) =>
      loaded?.engine.drill(asked, loaded.dataset, now(), {
        expressions,
        datasets: joined.datasets,
      }),
    [loaded, now, expressions, joined.datasets],
  );
  const { current, sameSpec } = report;
  const usesZone =
    spec.timeZone === undefined &&
    zone !== "UTC" &&
    (JSON.stringify(spec.filter ?? null).includes('"period"') ||
      [...spec.rows, ...spec.cols].some(
        ({ field, bucket }) => bucket !== undefined && words.fieldOf(field).kind === "instant",
      ));
  // The server groups in the zone of the spec, and knows nothing of what is not stored.
  const asks = sameSpec && filters.crossed.length === 0 && spec.values.length > 0 && !usesZone;
  const askable = useMemo(
    () => (current !== null && asks ? { id: current.id, version: current.version } : null),
    [current, asks],
  );
  const actions = useMemo(
    () => createActions({ value, history, words, announce, refresh }),
    [value, history, words, announce, refresh],
  );

  return {
    value,
    spec,
    status,
    result: shown?.result,
    resultSpec: shown?.spec ?? spec,
    dataset,
    objects: objects.data ?? [],
    object,
    fields,
    words,
    ...changes,
    filters,
    stale: stale || records.isFetching,
    actions,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    report,
    drill,
    askable,
    preview,
    refreshError: records.isFetching || recordsError !== null ? null : records.error,
  };
};
