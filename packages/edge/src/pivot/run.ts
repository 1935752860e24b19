import { readableFields } from "@ennead/core/access";
import { dayOf } from "@ennead/core/calendar";
import { expressions } from "@ennead/core/expression";
import {
  err,
  fault,
  isObject,
  ok,
  unwrap,
  type Fault,
  type Json,
  type PathSegment,
  type Result,
} from "@ennead/core/kernel";
import {
  checkSpec,
  isFormula,
  pivotResultJson,
  planPivot,
  runPivot,
  specHash,
  type CheckedSpec,
  type Dataset,
  type PivotResult,
  type Plan,
} from "@ennead/core/pivot";

import type { RequestContext, VisibleDataset } from "../kernel/index.ts";
import type { ResultCache } from "./result-cache.ts";

type Faults = readonly Fault[];

const at = (value: unknown, path: readonly PathSegment[]): unknown =>
  path.reduce<unknown>((inner, step) => {
    if (Array.isArray(inner)) return inner[Number(step)];
    return isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);

/** Names of the fields the object has and the actor may not read. */
const hiddenFields = (
  { model, principal }: RequestContext,
  object: string,
): ReadonlySet<string> => {
  const readable = readableFields(model, principal, object);
  const all = model.objects.get(object)?.fields ?? [];
  return new Set(all.filter((name) => !readable.has(name)));
};

/**
 * A field that exists and is hidden is told apart from one that does not exist, because a shared report names it to
 * people who may not read it; its type, its members and how many they are stay hidden.
 */
const forbid = (faults: Faults, spec: unknown, hidden: ReadonlySet<string>): Faults => {
  const forbidden = faults.flatMap((one) => {
    const name = one.code === "pivot/unknown-field" ? at(spec, one.path ?? []) : undefined;
    return typeof name === "string" && hidden.has(name.split(".")[0] ?? "")
      ? [fault("pivot/field-forbidden", "You may not read this field.", one.path)]
      : [];
  });
  return forbidden.length > 0 ? forbidden : faults;
};

/** A spec that the actor may run, with the data that he may see: of its source, and of what it joins by name. */
interface Opened {
  readonly spec: CheckedSpec;
  readonly data: VisibleDataset;
  readonly joined: ReadonlyMap<string, Dataset>;
}

/** The data sets that a spec joins, each as the actor may see it; those that he may not see do not exist. */
const openJoined = async (
  context: RequestContext,
  spec: unknown,
): Promise<ReadonlyMap<string, Dataset>> => {
  const joins = isObject(spec) && Array.isArray(spec["joins"]) ? spec["joins"].slice(0, 10) : [];
  const opened = new Map<string, Dataset>();
  for (const join of joins as readonly unknown[]) {
    const name = isObject(join) ? join["source"] : undefined;
    if (typeof name !== "string" || opened.has(name)) continue;
    const data = await context.services.datasets.open(context, name);
    if (data.ok) opened.set(name, data.value.dataset);
  }
  return opened;
};

/**
 * Checks a spec against what the actor may read. Faults: those of `checkSpec`, `pivot/field-forbidden`, and
 * `kernel/not-found` for a source that does not exist or that he may not read.
 */
export const openSpec = async (
  context: RequestContext,
  spec: unknown,
): Promise<Result<Opened, Faults>> => {
  const source = isObject(spec) && typeof spec["source"] === "string" ? spec["source"] : null;
  if (source === null) {
    return err([fault("pivot/bad-spec", "A report names the object it reports on.", ["source"])]);
  }
  const data = await context.services.datasets.open(context, source);
  if (!data.ok) return err([{ ...data.error, path: ["source"] }]);
  const joined = await openJoined(context, spec);
  const { columns } = data.value.dataset;
  const checked = checkSpec(spec, { columns, joined, expressions });
  return checked.ok
    ? ok({ spec: checked.value, data: data.value, joined })
    : err(forbid(checked.error, spec, hiddenFields(context, source)));
};

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

const compute = (
  { now }: RequestContext,
  { spec, data, joined }: Opened,
): Result<Computed, Faults> => {
  const { dataset } = data;
  const plan = planPivot(spec, dataset, { now, datasets: joined, expressions });
  if (!plan.ok) return err([plan.error]);
  const result = runPivot(plan.value, dataset);
  return result.ok
    ? ok({ spec, data, plan: plan.value, result: result.value })
    : err([result.error]);
};

/** Computes a spec with the rights of the actor. Faults: those of `openSpec` and `pivot/too-many-cells`. */
export const computeSpec = async (
  context: RequestContext,
  spec: unknown,
): Promise<Result<Computed, Faults>> => {
  const opened = await openSpec(context, spec);
  return opened.ok ? compute(context, opened.value) : opened;
};

/**
 * Runs a spec with the rights of the actor: rows he may not read are as if they were not there, in every total and in
 * the counts of the run. Faults: those of `openSpec` and `pivot/too-many-cells`.
 */
export const runSpec = async (
  context: RequestContext,
  cache: ResultCache,
  spec: unknown,
): Promise<Result<Json, Faults>> => {
  const opened = await openSpec(context, spec);
  if (!opened.ok) return opened;
  const key = keyOf(context, cache, opened.value);
  const known = cache.get(key);
  if (known !== undefined) return ok(known);
  const computed = compute(context, opened.value);
  if (!computed.ok) return computed;
  const answer = {
    ...pivotResultJson(computed.value.result),
    dataVersion: computed.value.data.dataset.version,
  } as unknown as Json;
  cache.put(key, answer);
  return ok(answer);
};
