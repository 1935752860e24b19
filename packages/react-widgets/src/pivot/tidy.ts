import type { Dim, PivotSpec, Sort, Value } from "@ennead/core/pivot";

import { isShown } from "./spec-kind.ts";

/** A sort by a value that is gone is dropped; a sort at a path of the other axis lasts as long as that axis does. */
const tidySort = (
  sort: Sort | undefined,
  values: readonly Value[],
  sameOther: boolean,
): Sort | undefined => {
  if (sort?.by !== "value") return sort;
  if (values.every(({ name }) => name !== sort.value)) return undefined;
  if (sameOther || (sort.path ?? []).length === 0) return sort;
  const { path: _, ...rest } = sort;
  return rest;
};

const tidyDim = (dim: Dim, values: readonly Value[], sameOther: boolean): Dim => {
  const { sort: held, top, ...rest } = dim;
  const sort = tidySort(held, values, sameOther);
  return {
    ...rest,
    ...(sort === undefined ? {} : { sort }),
    ...(top !== undefined && values.some(({ name }) => name === top.by) ? { top } : {}),
  };
};

const sameDims = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length &&
  a.every((dim, at) => {
    const other = b[at];
    return dim.name === other?.name && JSON.stringify(dim.bucket) === JSON.stringify(other.bucket);
  });

/** What shows a measure goes with it. Formulas that ask for it stay: what they say is the reader's own text. */
const tidyValues = (values: readonly Value[]): readonly Value[] => {
  const names = new Set(values.map(({ name }) => name));
  const kept = values.filter((value) => !isShown(value) || names.has(value.of));
  return kept.length === values.length ? values : tidyValues(kept);
};

/** A level that is gone takes its conditions along; those of the others follow them to their new place. */
const tidyHaving = (before: PivotSpec, next: PivotSpec, values: readonly Value[]) =>
  (next.having ?? []).flatMap((having) => {
    const name = before[having.on][having.level]?.name;
    const level = next[having.on].findIndex((dim) => dim.name === name);
    // A level that was grouped anew has another name and stands where it stood.
    const at =
      level >= 0 || before[having.on].length !== next[having.on].length ? level : having.level;
    const known = values.some((value) => value.name === having.value);
    return at < 0 || !known ? [] : [{ ...having, level: at }];
  });

/** A changed spec without what asks for parts that the change has taken away. */
export const tidySpec = (before: PivotSpec, next: PivotSpec): PivotSpec => {
  const values = tidyValues(next.values);
  const { having: _, ...rest } = next;
  const having = tidyHaving(before, next, values);
  const sameRows = sameDims(before.rows, next.rows);
  const sameCols = sameDims(before.cols, next.cols);
  return {
    ...rest,
    values,
    rows: next.rows.map((dim) => tidyDim(dim, values, sameCols)),
    cols: next.cols.map((dim) => tidyDim(dim, values, sameRows)),
    ...(having.length === 0 ? {} : { having }),
  };
};
