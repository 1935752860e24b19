import { readableFields } from "@ennead/core/access";
import { expressions } from "@ennead/core/expression";
import {
  err,
  fault,
  isObject,
  ok,
  type Fault,
  type PathSegment,
  type Result,
} from "@ennead/core/kernel";
import { checkSpec, type Catalog, type CheckedSpec, type Dataset } from "@ennead/core/pivot";

import type { LargeDataset, RequestContext, VisibleDataset } from "../kernel/index.ts";

export type Faults = readonly Fault[];

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
export interface Opened {
  readonly spec: CheckedSpec;
  readonly data: VisibleDataset;
  readonly joined: ReadonlyMap<string, Dataset>;
}

/** A spec that the actor may run on an object that is too large for memory. */
export interface OpenedLarge extends Pick<Opened, "spec" | "joined"> {
  readonly large: LargeDataset;
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

const noSource: Fault = fault("pivot/bad-spec", "A report names the object it reports on.", [
  "source",
]);

const sourceOf = (spec: unknown): string | null =>
  isObject(spec) && typeof spec["source"] === "string" ? spec["source"] : null;

const checkedFor = (
  context: RequestContext,
  spec: unknown,
  source: string,
  catalog: {
    readonly columns: Catalog["columns"];
    readonly joined: ReadonlyMap<string, Dataset>;
  },
): Result<CheckedSpec, Faults> => {
  const checked = checkSpec(spec, { ...catalog, expressions });
  return checked.ok ? checked : err(forbid(checked.error, spec, hiddenFields(context, source)));
};

/**
 * Checks a spec against what the actor may read. Faults: those of `checkSpec`, `pivot/field-forbidden`, and
 * `kernel/not-found` for a source that does not exist or that he may not read.
 */
export const openSpec = async (
  context: RequestContext,
  spec: unknown,
): Promise<Result<Opened, Faults>> => {
  const source = sourceOf(spec);
  if (source === null) return err([noSource]);
  const data = await context.services.datasets.open(context, source);
  if (!data.ok) return err([{ ...data.error, path: ["source"] }]);
  const joined = await openJoined(context, spec);
  const { columns } = data.value.dataset;
  const checked = checkedFor(context, spec, source, { columns, joined });
  return checked.ok ? ok({ spec: checked.value, data: data.value, joined }) : checked;
};

/** The same for a source that is too large for memory; null for any other. */
export const openLarge = async (
  context: RequestContext,
  spec: unknown,
): Promise<Result<OpenedLarge, Faults> | null> => {
  const source = sourceOf(spec);
  if (source === null) return null;
  const large = await context.services.largeDatasets.open(context, source);
  if (large === null) return null;
  const joined = await openJoined(context, spec);
  const checked = checkedFor(context, spec, source, { columns: large.columns, joined });
  return checked.ok ? ok({ spec: checked.value, large, joined }) : checked;
};
