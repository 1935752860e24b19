import { ok, type Fault, type Result } from "@ennead/core/kernel";
import type {
  Dataset,
  Dim,
  Explanation,
  ExpressionEngine,
  PivotResult,
  PivotSpec,
  RecordPage,
  RecordQuery,
  Sort,
} from "@ennead/core/pivot";

import { nodeAt, pathOf, samePath, type PathMember } from "./path.ts";
import { warmUp } from "./warm-up.ts";

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
  /** Opens a report for questions about its cells; undefined where it has faults. */
  readonly drill: (
    spec: PivotSpec,
    dataset: Dataset,
    now: number,
    parts?: RunParts,
  ) => Drill | undefined;
}

/** The records beneath the cells of one report, and why each is what it is. */
export interface Drill {
  readonly result: PivotResult;
  readonly records: (
    row: readonly PathMember[],
    col: readonly PathMember[],
    query: RecordQuery,
  ) => RecordPage;
  /** Undefined where the report has no such cell. */
  readonly explain: (
    row: readonly PathMember[],
    col: readonly PathMember[],
    measure: string,
  ) => Explanation | undefined;
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
  !/"(?:period|expr)"/.test(JSON.stringify(spec)) &&
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

const partsOf = ({ expressions, datasets }: RunParts) => ({
  ...(expressions === undefined ? {} : { expressions }),
  ...(datasets === undefined ? {} : { datasets }),
});

export const loadEngine = async (): Promise<Engine> => {
  const [
    { checkSpec, datasetFromColumns, explainCell, pivot, planPivot, recordsOf, reshape, runPivot },
    { datasetFromArrow },
  ] = await Promise.all([import("@ennead/core/pivot"), import("@ennead/core/pivot/arrow")]);
  warmUp({ datasetFromColumns, pivot });
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
            ...partsOf({ expressions, datasets }),
          });
      if (!outcome.ok) return { ok: false, error: asList(outcome.error) };
      last = { spec, dataset, datasets, result: outcome.value };
      return outcome;
    },
    drill: (spec, dataset, now, parts = {}) => {
      const given = partsOf(parts);
      const joined = parts.datasets === undefined ? {} : { joined: parts.datasets };
      const checked = checkSpec(spec, { columns: dataset.columns, ...joined, ...given });
      const plan = checked.ok ? planPivot(checked.value, dataset, { now, ...given }) : undefined;
      const outcome = plan?.ok === true ? runPivot(plan.value, dataset) : undefined;
      if (plan?.ok !== true || outcome?.ok !== true) return undefined;
      const { value: result } = outcome;
      return {
        result,
        records: (row, col, query) => recordsOf(plan.value, row, col, query),
        explain: (row, col, measure) => {
          const rowNode = nodeAt(result.rows, row);
          const colNode = nodeAt(result.cols, col);
          const at = result.measures.findIndex(({ name }) => name === measure);
          if (rowNode === undefined || colNode === undefined || at < 0) return undefined;
          return explainCell(plan.value, result, rowNode.index, colNode.index, at);
        },
      };
    },
  };
};
