import type { ChartType } from "@ennead/core/chart";
import type { Filter } from "@ennead/core/filter";
import type { Aggregate } from "@ennead/core/pivot";

import type { History } from "../kernel/use-history.ts";
import { describeCondition, describeDim, describeValue, type Words } from "./describe.ts";
import * as edit from "./edit.ts";
import type { PivotField } from "./fields.ts";
import type { PathMember } from "./path.ts";
import {
  emptyReport,
  type Axis,
  type ChartOptions,
  type PivotReportValue,
  type Well,
  type WellPlace,
} from "./value.ts";

/** What a reader can do. Every change can be undone and says what it means to screen readers. */
export interface PivotActions {
  readonly chooseObject: (name: string) => void;
  readonly add: (
    field: PivotField,
    well: Axis | "values",
    options?: { readonly index?: number; readonly aggregate?: Aggregate },
  ) => void;
  readonly addRecordCount: () => void;
  readonly move: (
    from: WellPlace,
    to: { readonly well: Axis | "values"; readonly index?: number },
  ) => void;
  readonly remove: (place: WellPlace) => void;
  readonly setAggregate: (index: number, aggregate: Aggregate) => void;
  readonly setGrain: (axis: Axis, index: number, grain: edit.Grain | null) => void;
  readonly sortByLabel: (axis: Axis, index: number, dir: "asc" | "desc") => void;
  readonly sortByValue: (
    axis: Axis,
    name: string,
    path: readonly PathMember[],
    dir: "asc" | "desc" | null,
  ) => void;
  readonly setCondition: (condition: Filter, index: number | null) => void;
  readonly removeMissing: () => void;
  readonly toggle: (axis: Axis, path: readonly PathMember[], label: string, open: boolean) => void;
  readonly setTotals: (kind: "totals" | "subtotals", axis: Axis, shown: boolean) => void;
  readonly setChart: (chart: ChartType | null) => void;
  /** Changes the options named, keeps the others. */
  readonly setChartOptions: (options: ChartOptions) => void;
  /** Any other change, with what it means in words. */
  readonly apply: (next: PivotReportValue, said?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly refresh: () => void;
}

interface ActionDeps {
  readonly value: PivotReportValue;
  readonly history: History<PivotReportValue>;
  readonly words: Words;
  readonly announce: (message: string) => void;
  readonly refresh: () => void;
}

const entryAt = (
  { spec }: PivotReportValue,
  { well, index }: WellPlace,
  words: Words,
): string | undefined => {
  if (well === "filters") {
    const condition = edit.conditionsOf(spec)[index];
    return condition === undefined ? undefined : describeCondition(condition, words);
  }
  if (well === "values") {
    const value = spec.values[index];
    return value === undefined ? undefined : describeValue(value, words);
  }
  const dim = spec[well][index];
  return dim === undefined ? undefined : describeDim(dim, words);
};

/** Where in a well the entry stands that `before` does not have, or has elsewhere. */
const landed = (next: PivotReportValue, well: Axis | "values", index: number | undefined) =>
  Math.min(index ?? Number.MAX_SAFE_INTEGER, next.spec[well].length - 1);

export const createActions = (deps: ActionDeps): PivotActions => {
  const { value, history, words, announce, refresh } = deps;
  const { said } = words.strings;
  const commit = (next: PivotReportValue, message: string | undefined): void => {
    history.commit(next);
    if (message !== undefined) announce(message);
  };
  const arrive = (
    next: PivotReportValue,
    well: Axis | "values",
    index: number | undefined,
    say: (entry: string, well: Well, place: number) => string,
  ): void => {
    const place = landed(next, well, index);
    commit(next, say(entryAt(next, { well, index: place }, words) ?? "", well, place));
  };
  return {
    chooseObject: (name) => commit(emptyReport(name), undefined),
    add: (field, well, { index, aggregate } = {}) =>
      arrive(edit.addField(value, field, well, index, aggregate), well, index, said.added),
    addRecordCount: () => arrive(edit.addRecordCount(value), "values", undefined, said.added),
    move: (from, to) => {
      const next = edit.moveTo(value, from, to, words.fieldOf);
      if (next === value) return;
      const { index } = to;
      const shifted =
        index !== undefined && from.well === to.well && index > from.index ? index - 1 : index;
      arrive(next, to.well, shifted, from.well === "filters" ? said.added : said.moved);
    },
    remove: (place) => {
      const entry = entryAt(value, place, words) ?? "";
      commit(edit.removeAt(value, place), said.removed(entry, place.well));
    },
    setAggregate: (index, aggregate) => {
      const name = edit.fieldAt(value.spec, { well: "values", index });
      if (name === undefined) return;
      const next = edit.setAggregate(value, index, aggregate, words.fieldOf(name), words.fields);
      commit(next, said.aggregate(entryAt(next, { well: "values", index }, words) ?? ""));
    },
    setGrain: (axis, index, grain) => {
      const next = edit.setGrain(value, axis, index, grain);
      commit(next, said.aggregate(entryAt(next, { well: axis, index }, words) ?? ""));
    },
    sortByLabel: (axis, index, dir) => {
      const entry = entryAt(value, { well: axis, index }, words) ?? "";
      commit(
        edit.sortByLabel(value, axis, index, dir),
        dir === "asc" ? said.unsorted(axis) : said.sorted(axis, entry, dir),
      );
    },
    sortByValue: (axis, name, path, dir) => {
      const measure = value.spec.values.find((held) => held.name === name);
      const entry =
        measure === undefined ? words.strings.recordCount : describeValue(measure, words);
      commit(
        edit.sortByValue(value, axis, name, path, dir),
        dir === null ? said.unsorted(axis) : said.sorted(axis, entry, dir),
      );
    },
    setCondition: (condition, index) => {
      const next = edit.setCondition(value, condition, index);
      const place = index ?? edit.conditionsOf(next.spec).length - 1;
      commit(next, said.added(describeCondition(condition, words), "filters", place));
    },
    removeMissing: () => commit(edit.withoutMissing(value, words.isKnown), undefined),
    toggle: (axis, path, label, open) =>
      commit(
        edit.toggleNode(value, axis, path),
        open ? said.expanded(label) : said.collapsed(label),
      ),
    setTotals: (kind, axis, shown) => commit(edit.setTotals(value, kind, axis, shown), undefined),
    setChart: (chart) => commit(edit.setChart(value, chart), undefined),
    setChartOptions: (options) => commit(edit.setChartOptions(value, options), undefined),
    apply: (next, message) => {
      if (next !== value) commit(next, message);
    },
    undo: () => {
      if (!history.canUndo) return;
      history.undo();
      announce(said.undone);
    },
    redo: () => {
      if (!history.canRedo) return;
      history.redo();
      announce(said.redone);
    },
    refresh,
  };
};
