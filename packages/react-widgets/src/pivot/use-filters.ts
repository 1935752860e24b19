"use client";
import type { Filter } from "@ennead/core/filter";
import type { PivotSpec } from "@ennead/core/pivot";
import { useEffect, useMemo, useRef } from "react";

import { useHistory, type History } from "../kernel/use-history.ts";
import { conditionsOf, withConditions } from "./edit.ts";
import { isReadable, type PivotReportValue } from "./value.ts";

const none: readonly Filter[] = [];

/** The conditions of the report and those a reader has set by pressing what he sees, and how each goes. */
export interface ReportFilters {
  /** Set by the reader of a report that is only read: they last as long as it is open, and are never stored. */
  readonly crossed: readonly Filter[];
  /** All of them, the report's own first: what indexes count. */
  readonly all: readonly Filter[];
  /** Adds what is not there yet: to the report where it is edited, else to `crossed`. */
  readonly add: (conditions: readonly Filter[]) => void;
  /** Takes one away, of those in `all`. */
  readonly drop: (index: number) => void;
  readonly dropAll: () => void;
  /** Takes the last change of `crossed` back; undefined where there is none. */
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
}

interface FiltersOptions {
  readonly value: PivotReportValue;
  readonly history: History<PivotReportValue>;
  /** The report is only read. */
  readonly reading: boolean;
  readonly onCross: ((conditions: readonly Filter[]) => void) | undefined;
}

/** What narrows a report, and the spec with all of it. */
export const useFilters = (
  options: FiltersOptions,
): { readonly filters: ReportFilters; readonly narrowed: PivotSpec } => {
  const { value, history, reading, onCross } = options;
  const { spec } = value;
  const own = useMemo(() => (isReadable(spec) ? conditionsOf(spec) : none), [spec]);
  const cross = useHistory<readonly Filter[]>({
    value: undefined,
    initial: none,
    onChange: onCross,
  });
  const { commit: commitCross, reset: forgetCross } = cross;
  const crossed = reading ? cross.present : none;
  const { source } = spec;
  // What was pressed speaks of fields of these records.
  const before = useRef(source);
  useEffect(() => {
    if (before.current === source) return;
    before.current = source;
    forgetCross(none);
  }, [source, forgetCross]);
  const narrowed = useMemo(
    () => (crossed.length === 0 ? spec : withConditions(spec, [...own, ...crossed])),
    [spec, own, crossed],
  );
  const { commit } = history;
  const filters = useMemo((): ReportFilters => {
    const all = [...own, ...crossed];
    const keep = (next: readonly Filter[]): void =>
      commit({ ...value, spec: withConditions(spec, next) });
    return {
      crossed,
      all,
      add: (conditions) => {
        const held = new Set(all.map((condition) => JSON.stringify(condition)));
        const added = conditions.filter((condition) => !held.has(JSON.stringify(condition)));
        if (added.length === 0) return;
        if (reading) commitCross([...crossed, ...added]);
        else keep([...own, ...added]);
      },
      drop: (index) => {
        if (index < own.length) keep(own.toSpliced(index, 1));
        else commitCross(crossed.toSpliced(index - own.length, 1));
      },
      dropAll: () => {
        if (crossed.length > 0) commitCross(none);
        if (own.length > 0) keep(none);
      },
      undo: reading && cross.canUndo ? cross.undo : undefined,
      redo: reading && cross.canRedo ? cross.redo : undefined,
    };
  }, [own, crossed, value, spec, commit, commitCross, reading, cross]);
  return { filters, narrowed };
};
