import { ok, type Fault, type Result } from "@ennead/core/kernel";
import type {
  Dataset,
  Dim,
  ExpressionEngine,
  PivotResult,
  PivotSpec,
  Sort,
} from "@ennead/core/pivot";

import { pathOf, samePath } from "./path.ts";

/** What only some reports need. */
export interface RunParts {
  /** Reads formulas. */
  readonly expressions?: ExpressionEngine | undefined;
  /** What joins name. */
  readonly datasets?: ReadonlyMap<string, Dataset> | undefined;
}

/** What the widget needs of the core, loaded when the first records arrive. */
export interface Engine {
  /** Arrow IPC bytes as columns; throws on bytes that are no data set. */
  readonly decode: (bytes: Uint8Array, version: string) => Dataset;
  /**
   * Every number of a report, or every reason why there is none. A spec that differs from the last one in its order alone
   * is answered without a look at the records.
   */
  readonly run: (
    spec: PivotSpec,
    dataset: Dataset,
    now: number,
    parts?: RunParts,
  ) => Result<PivotResult, readonly Fault[]>;
}

interface Ran {
  readonly spec: PivotSpec;
  readonly dataset: Dataset;
  readonly datasets: RunParts["datasets"];
  readonly result: PivotResult;
}

const asList = (error: Fault | readonly Fault[]): readonly Fault[] =>
  "code" in error ? [error] : error;

const plain = (dims: readonly Dim[]) =>
  dims.map((dim) => {
    const { sort: _, ...rest } = dim;
    return rest;
  });

const unsorted = (spec: PivotSpec): string =>
  JSON.stringify({ ...spec, rows: plain(spec.rows), cols: plain(spec.cols) });

const byLabel: Sort = { by: "label", dir: "asc" };
const sortsOf = (dims: readonly Dim[]): Sort[] => dims.map(({ sort }) => sort ?? byLabel);

/** Whether every value sort names a measure and a path that the result has; the engine words what is wrong otherwise. */
const canSort = (result: PivotResult, spec: PivotSpec): boolean => {
  const has = (sort: Sort, other: "rows" | "cols"): boolean => {
    if (sort.by !== "value") return true;
    if (result.measures.every(({ name }) => name !== sort.value)) return false;
    const path = sort.path ?? [];
    const tree = result[other];
    return path.length === 0 || tree.nodes.some((node) => samePath(pathOf(tree, node), path));
  };
  return (
    sortsOf(spec.rows).every((sort) => has(sort, "cols")) &&
    sortsOf(spec.cols).every((sort) => has(sort, "rows"))
  );
};

/**
 * Periods relative to today, and formulas that ask for it, give other numbers tomorrow without a change of the records.
 * What is shown as a running total or a difference goes along the order, and changes with it.
 */
const lasts = (spec: PivotSpec): boolean =>
  !JSON.stringify(spec).includes('"period"') &&
  (spec.fields ?? []).length === 0 &&
  spec.values.every((value) => "agg" in value);

const answers = (
  ran: Ran | undefined,
  spec: PivotSpec,
  dataset: Dataset,
  datasets: RunParts["datasets"],
): ran is Ran =>
  ran !== undefined &&
  ran.dataset === dataset &&
  ran.datasets === datasets &&
  lasts(spec) &&
  unsorted(ran.spec) === unsorted(spec) &&
  canSort(ran.result, spec);

export const loadEngine = async (): Promise<Engine> => {
  const [{ pivot, reshape }, { datasetFromArrow }] = await Promise.all([
    import("@ennead/core/pivot"),
    import("@ennead/core/pivot/arrow"),
  ]);
  let last: Ran | undefined;
  return {
    decode: (bytes, version) => {
      const decoded = datasetFromArrow(bytes, { version });
      if (decoded.ok) return decoded.value;
      throw new Error(decoded.error.message);
    },
    run: (spec, dataset, now, { expressions, datasets } = {}) => {
      const outcome: Result<PivotResult, Fault | readonly Fault[]> = answers(
        last,
        spec,
        dataset,
        datasets,
      )
        ? ok(reshape(last.result, { rows: sortsOf(spec.rows), cols: sortsOf(spec.cols) }))
        : pivot(spec, dataset, {
            now,
            ...(expressions === undefined ? {} : { expressions }),
            ...(datasets === undefined ? {} : { datasets }),
          });
      if (!outcome.ok) return { ok: false, error: asList(outcome.error) };
      last = { spec, dataset, datasets, result: outcome.value };
      return outcome;
    },
  };
};
