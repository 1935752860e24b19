import { ok, type Fault, type Result } from "@ennead/core/kernel";
import type { Dataset, Dim, Member, PivotResult, PivotSpec, Sort } from "@ennead/core/pivot";

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
  ) => Result<PivotResult, readonly Fault[]>;
}

interface Ran {
  readonly spec: PivotSpec;
  readonly dataset: Dataset;
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
    const path: readonly Member[] = sort.path ?? [];
    const text = JSON.stringify(path);
    return (
      path.length === 0 || result[other].nodes.some((node) => JSON.stringify(node.path) === text)
    );
  };
  return (
    sortsOf(spec.rows).every((sort) => has(sort, "cols")) &&
    sortsOf(spec.cols).every((sort) => has(sort, "rows"))
  );
};

/** Periods relative to today give other numbers tomorrow, without a change of the records. */
const lasts = (spec: PivotSpec): boolean => !JSON.stringify(spec).includes('"period"');

const answers = (ran: Ran | undefined, spec: PivotSpec, dataset: Dataset): ran is Ran =>
  ran !== undefined &&
  ran.dataset === dataset &&
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
    run: (spec, dataset, now) => {
      const outcome: Result<PivotResult, Fault | readonly Fault[]> = answers(last, spec, dataset)
        ? ok(reshape(last.result, { rows: sortsOf(spec.rows), cols: sortsOf(spec.cols) }))
        : pivot(spec, dataset, { now });
      if (!outcome.ok) return { ok: false, error: asList(outcome.error) };
      last = { spec, dataset, result: outcome.value };
      return outcome;
    },
  };
};
