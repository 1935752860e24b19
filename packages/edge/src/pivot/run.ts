import { dayOf } from "@ennead/core/calendar";
import { expressions } from "@ennead/core/expression";
import { conditionTexts } from "@ennead/core/filter";
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
import { openLarge, openSpec, type Faults, type Opened, type OpenedLarge } from "./open-spec.ts";
import type { Reporting } from "./reporting.ts";
import type { ResultCache } from "./result-cache.ts";

/** What an answer depends on: the spec, data and rights by what names both, and for relative conditions the day. */
const keyOf = (
  { now }: RequestContext,
  cache: ResultCache,
  { spec, joined }: Pick<Opened, "spec" | "joined">,
  data: string,
): string => {
  const written = [...(spec.fields ?? []), ...spec.values.filter(isFormula)].map(
    ({ formula }) => formula,
  );
  for (const one of [spec, ...spec.values]) {
    const filter = "filter" in one ? one.filter : "where" in one ? one.where : undefined;
    if (filter !== undefined) written.push(...conditionTexts(filter));
  }
  const asks = (word: RegExp): boolean => written.some((text) => word.test(text));
  const isRelative = JSON.stringify(spec).includes('"period"') || asks(/today/);
  const present = asks(/now/) ? now : isRelative ? dayOf(now, spec.timeZone ?? "UTC") : "";
  const sets = [data, ...Array.from(joined.values(), (one) => cache.numberOf(one))];
  return `${sets.join(",")}/${unwrap(specHash(spec))}/${present}`;
};

/** A result with what it was computed by, for who asks further. */
export interface Computed {
  readonly spec: CheckedSpec;
  readonly data: VisibleDataset;
  readonly plan: Plan;
  readonly result: PivotResult;
}

/** A result for who needs cells only. What it came of is there where it is in memory. */
export type Answered = Pick<Computed, "spec" | "result"> & Partial<Pick<Computed, "data" | "plan">>;

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

/** A spec that is ready to be answered: by what its answer is known, and how it is computed. */
interface Ready<T> {
  readonly key: string;
  /** What computes it: the database for objects that are too large for memory. */
  readonly executor: "columns" | "sql";
  readonly version: string;
  readonly compute: () => Promise<Result<T, Faults>>;
}

/** Computes within the limits of the company: one computation that took too long is not begun again for a while. */
const guarded = async <T extends { readonly result: PivotResult }>(
  { now, company }: RequestContext,
  { limits, slow, clock }: Reporting,
  { key, executor }: Pick<Ready<T>, "key" | "executor">,
  compute: (isLate: () => boolean) => Result<T, Faults> | Promise<Result<T, Faults>>,
): Promise<Result<T, Faults>> => {
  const { minGroup, ...most } = limits(company);
  const time = executor === "sql" ? most.databaseTime : most.time;
  if (slow.has(key, now)) return err(timedOut(time));
  const begun = clock();
  const isLate = (): boolean => clock() - begun > time;
  const computed = await compute(isLate);
  if (isLate()) {
    slow.add(key, now);
    return err(timedOut(time));
  }
  if (!computed.ok || !hasSmallGroup(computed.value.result, minGroup)) return computed;
  const small = `A group of this report has fewer than ${minGroup} records, so none of it is shown.`;
  return err([fault("pivot/group-too-small", small)]);
};

const overColumns =
  ({ now, company }: RequestContext, { limits }: Reporting, { spec, data, joined }: Opened) =>
  (isLate: () => boolean): Result<Computed, Faults> => {
    const { dataset } = data;
    const within = bounded(spec, limits(company));
    const plan = planPivot(within, dataset, { now, datasets: joined, expressions });
    if (!plan.ok) return err([plan.error]);
    if (isLate()) return err(timedOut(limits(company).time));
    const result = runPivot(plan.value, dataset);
    if (!result.ok) return err([result.error]);
    return ok({ spec: within, data, plan: plan.value, result: result.value });
  };

const inDatabase =
  ({ now, company }: RequestContext, { limits }: Reporting, { spec, large, joined }: OpenedLarge) =>
  async (): Promise<Result<Answered, Faults>> => {
    const within = bounded(spec, limits(company));
    const ran = await large.run(within, { now, datasets: joined, expressions });
    if (!ran.ok) return ran;
    const { result, rows } = ran.value;
    return ok({ spec: within, result: { ...result, stats: { ...result.stats, rows } } });
  };

const readyOverColumns = async (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
): Promise<Result<Ready<Computed>, Faults>> => {
  const opened = await openSpec(context, spec);
  if (!opened.ok) return opened;
  const { dataset } = opened.value.data;
  // A dataset is one value for equal data and equal rights, so its number stands for both.
  const data = String(reporting.cache.numberOf(dataset));
  const key = `${context.company}/${keyOf(context, reporting.cache, opened.value, data)}`;
  const known = { key, executor: "columns" } as const;
  return ok({
    ...known,
    version: dataset.version,
    compute: () =>
      guarded(context, reporting, known, overColumns(context, reporting, opened.value)),
  });
};

const beneathLarge: Faults = [
  fault(
    "pivot/not-in-sql",
    "The records beneath a report are looked up in memory, and this object has more of them than fit.",
    ["source"],
  ),
];

/** For who asks for records: an object that is too large for memory is refused, never loaded. */
const readyForRecords = async (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
): Promise<Result<Ready<Computed>, Faults>> => {
  const large = await openLarge(context, spec);
  if (large === null) return readyOverColumns(context, reporting, spec);
  return large.ok ? err(beneathLarge) : large;
};

const ready = async (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
): Promise<Result<Ready<Answered>, Faults>> => {
  const opened = await openLarge(context, spec);
  if (opened === null) return readyOverColumns(context, reporting, spec);
  if (!opened.ok) return opened;
  const { version, rights } = opened.value.large;
  const data = `${version}/${rights}`;
  const key = `${context.company}/${keyOf(context, reporting.cache, opened.value, data)}`;
  const known = { key, executor: "sql" } as const;
  return ok({
    ...known,
    version,
    compute: () => guarded(context, reporting, known, inDatabase(context, reporting, opened.value)),
  });
};

/** Answers a spec from what is known or by computing it, and notes down what that took. */
const answering = async <R, T>(
  context: RequestContext,
  reporting: Reporting,
  report: string | null,
  open: () => Promise<Result<Ready<R>, Faults>>,
  answer: (
    opened: Ready<R>,
  ) => Promise<
    Result<
      { readonly value: T; readonly of: PivotResult["stats"]; readonly cached: boolean },
      Faults
    >
  >,
): Promise<Result<T, Faults>> => {
  const begun = reporting.clock();
  const opened = await open();
  if (!opened.ok) return opened;
  const answered = await answer(opened.value);
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

const computed = async <T extends { readonly result: PivotResult }>({ compute }: Ready<T>) => {
  const made = await compute();
  return made.ok ? ok({ value: made.value, of: made.value.result.stats, cached: false }) : made;
};

/**
 * Computes a spec over columns with the rights of the actor, for who asks for records beneath the cells; `report` is that
 * it is saved as. Faults: those of `openSpec`, `pivot/too-many-cells`, `pivot/timed-out`, `pivot/group-too-small`, and
 * `pivot/not-in-sql` for an object that is too large for memory.
 */
export const computeSpec = (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
  report: string | null = null,
): Promise<Result<Computed, Faults>> =>
  answering(context, reporting, report, () => readyForRecords(context, reporting, spec), computed);

/**
 * The same for who needs the cells: an object that is too large for memory is reported on by its database. Faults: those
 * of `openSpec`, `pivot/too-many-cells`, `pivot/timed-out`, `pivot/group-too-small`, and of such objects
 * `pivot/too-many-groups` and `pivot/not-in-sql`.
 */
export const answerSpec = (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
  report: string | null = null,
): Promise<Result<Answered, Faults>> =>
  answering(context, reporting, report, () => ready(context, reporting, spec), computed);

/**
 * Runs a spec with the rights of the actor: rows he may not read are as if they were not there, in every total and in
 * the counts of the run. Faults: those of `answerSpec`.
 */
export const runSpec = (
  context: RequestContext,
  reporting: Reporting,
  spec: unknown,
  report: string | null = null,
): Promise<Result<Json, Faults>> =>
  answering(
    context,
    reporting,
    report,
    () => ready(context, reporting, spec),
    async ({ key, executor, version, compute }) => {
      const { cache } = reporting;
      const known = cache.get(key);
      if (known !== undefined) {
        const { stats } = known as unknown as PivotResult;
        return ok({ value: known, of: stats, cached: true });
      }
      const made = await compute();
      if (!made.ok) return made;
      const { result } = made.value;
      const json = pivotResultJson(result);
      const answer = {
        ...json,
        stats: { ...json.stats, executor },
        dataVersion: version,
      } as unknown as Json;
      cache.put(key, answer);
      return ok({ value: answer, of: result.stats, cached: false });
    },
  );
