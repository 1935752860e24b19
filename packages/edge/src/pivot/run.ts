import { dayOf } from "@ennead/core/calendar";
import { expressions } from "@ennead/core/expression";
import { err, fault, ok, unwrap, type Json, type Result } from "@ennead/core/kernel";
import {
  isFormula,
  pivotResultJson,
  planPivot,
  runPivot,
  specHash,
  type CheckedSpec,
  type PivotResult,
  type Plan,
} from "@ennead/core/pivot";

import type { RequestContext, VisibleDataset } from "../kernel/index.ts";
import type { ReportLimits } from "./limits.ts";
import { noteRun } from "./note-run.ts";
import { openSpec, type Faults, type Opened } from "./open-spec.ts";
import type { Reporting } from "./reporting.ts";
import type { ResultCache } from "./result-cache.ts";

/**
 * What an answer depends on: the spec, the dataset, and for relative periods the day. A dataset is one value for equal
 * data and equal rights, so its number stands for both.
 */
const keyOf = (
  { now }: RequestContext,
  cache: ResultCache,
  { spec, data, joined }: Opened,
): string => {
  const formulas = [...(spec.fields ?? []), ...spec.values.filter(isFormula)];
  const asks = (word: RegExp): boolean => formulas.some(({ formula }) => word.test(formula));
  const isRelative = JSON.stringify(spec).includes('"period"') || asks(/today/);
  const present = asks(/now/) ? now : isRelative ? dayOf(now, spec.timeZone ?? "UTC") : "";
  const sets = [data.dataset, ...joined.values()].map((one) => cache.numberOf(one));
  return `${sets.join(",")}/${unwrap(specHash(spec))}/${present}`;
};

/** A result with what it was computed by, for who asks further. */
export interface Computed {
  readonly spec: CheckedSpec;
  readonly data: VisibleDataset;
  readonly plan: Plan;
  readonly result: PivotResult;
}

const timedOut = (most: number): Faults => [
  fault(
    "pivot/timed-out",
    `The report takes longer than ${most / 1000} seconds; narrow it by a filter or leave levels out.`,
  ),
];

/** Whether some group of the result has records, and fewer than it must. */
const hasSmallGroup = (result: PivotResult, least: number): boolean => {
  let found = false;
  if (least > 1) {
    result.eachCell((row, col) => {
      const records = result.recordsAt(row, col);
      if (records > 0 && records < least) found = true;
    });
  }
  return found;
};

/** The spec within what its company allows. */
const bounded = (spec: CheckedSpec, { cells }: ReportLimits): CheckedSpec =>
  cells >= (spec.limits?.cells ?? 1_000_000) ? spec : { ...spec, limits: { cells } };

const calculate = (
  { now, company }: RequestContext,
  { limits, slow, clock }: Reporting,
  { spec, data, joined }: Opened,
  key: string,
): Result<Computed, Faults> => {
  const { time, minGroup } = limits(company);
  const { dataset } = data;
  if (slow.has(key, now)) return err(timedOut(time));
  const begun = clock();
  const within = bounded(spec, limits(company));
  const plan = planPivot(within, dataset, { now, datasets: joined, expressions });
  if (!plan.ok) return err([plan.error]);
  const isLate = (): boolean => {
    const late = clock() - begun > time;
    if (late) slow.add(key, now);
    return late;
  };
  if (isLate()) return err(timedOut(time));
  const result = runPivot(plan.value, dataset);
  if (!result.ok) return err([result.error]);
  if (isLate()) return err(timedOut(time));
  if (hasSmallGroup(result.value, minGroup)) {
    const small = `A group of this report has fewer than ${minGroup} records, so none of it is shown.`;
    return err([fault("pivot/group-too-small", small)]);
  }
  return ok({ spec: within, data, plan: plan.value, result: result.value });
};

/** Opens a spec, answers it from what is known or by computing it, and notes down what that took. */
const answering = async <T>(
  context: RequestContext,
  reporting: Reporting,
  { spec, report }: { readonly spec: unknown; readonly report: string | null },
  answer: (
    opened: Opened,
    key: string,
  ) => Result<
    { readonly value: T; readonly of: PivotResult["stats"]; readonly cached: boolean },
    Faults
  >,
): Promise<Result<T, Faults>> => {
  const begun = reporting.clock();
  const opened = await openSpec(context, spec);
  if (!opened.ok) return opened;
  const key = `${context.company}/${keyOf(context, reporting.cache, opened.value)}`;
  const answered = answer(opened.value, key);
  const ms = reporting.clock() - begun;
  await noteRun(context, {
    report,
    ms,
    ...(answered.ok
      ? {
          rows: answered.value.of.selected,
          cells: answered.value.of.cells,
          cached: answered.value.cached,
          fault: null,
        }
      : { rows: 0, cells: 0, cached: false, fault: answered.error[0]?.code ?? null }),
  });
  return answered.ok ? ok(answered.value.value) : answered;
};

/**
 * Computes a spec with the rights of the actor; `report` is that it is saved as. Faults: those of `openSpec`,
 * `pivot/too-many-cells`, `pivot/timed-out` and `pivot/group-too-small`.
 */
export const computeSpec = (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
  report: string | null = null,
): Promise<Result<Computed, Faults>> =>
  answering(context, reporting, { spec, report }, (opened, key) => {
    const computed = calculate(context, reporting, opened, key);
    return computed.ok
      ? ok({ value: computed.value, of: computed.value.result.stats, cached: false })
      : computed;
  });

/**
 * Runs a spec with the rights of the actor: rows he may not read are as if they were not there, in every total and in
 * the counts of the run. Faults: those of `computeSpec`.
 */
export const runSpec = (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
  report: string | null = null,
): Promise<Result<Json, Faults>> =>
  answering(context, reporting, { spec, report }, (opened, key) => {
    const { cache } = reporting;
    const known = cache.get(key);
    if (known !== undefined) {
      const { stats } = known as unknown as PivotResult;
      return ok({ value: known, of: stats, cached: true });
    }
    const computed = calculate(context, reporting, opened, key);
    if (!computed.ok) return computed;
    const { result, data } = computed.value;
    const answer = {
      ...pivotResultJson(result),
      dataVersion: data.dataset.version,
    } as unknown as Json;
    cache.put(key, answer);
    return ok({ value: answer, of: result.stats, cached: false });
  });
