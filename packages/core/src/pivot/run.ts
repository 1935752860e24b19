import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import type { Axis } from "./axis.ts";
import { checkSpec } from "./check-spec.ts";
import type { Dataset } from "./dataset.ts";
import { fillAxes } from "./fill.ts";
import type { Level } from "./level.ts";
import { asSpecified, withFormulas } from "./measures-of-spec.ts";
import { planPivot, type PivotFacts, type Plan } from "./plan.ts";
import { reshape } from "./reshape.ts";
import type { AxisNode, AxisTree, CellValue, Member, PivotResult, Warning } from "./result.ts";
import { layoutOf, runScan } from "./run-scan.ts";
import type { Cells } from "./scan.ts";
import { tooManyCells } from "./too-many-cells.ts";

const memberAt = (level: Level | undefined, member: number): Member =>
  level === undefined || member >= level.size ? null : level.member(member);

const isOthers = (level: Level | undefined, member: number): boolean =>
  level !== undefined && member > level.size;

const axisTree = (axis: Axis, records: (node: number) => number): AxisTree => {
  const nodes: AxisNode[] = [];
  for (let index = 0; index < axis.nodes; index += 1) {
    const level = axis.depth[index]!;
    const parent = axis.parent[index]!;
    const own = axis.levels[level - 1];
    const others = level > 0 && isOthers(own, axis.member[index]!);
    const member = level === 0 ? null : memberAt(own, axis.member[index]!);
    nodes.push({
      index,
      parent,
      size: axis.size[index]!,
      path: level === 0 ? [] : [...nodes[parent]!.path, member],
      kind: level === 0 ? "total" : others ? "others" : "member",
      isNull: level > 0 && !others && member === null,
      level,
      label: member === null ? "" : String(member),
      rank: axis.rank[index]!,
      records: records(index),
    });
  }
  return { levels: axis.levels.map(({ name }) => name), nodes };
};

const words: Readonly<Record<Warning["code"], string>> = {
  "non-finite": "Numbers that are not finite were counted as missing.",
  overflow: "A sum left the range of floating-point numbers and is shown as empty.",
  "mixed-currency": "A cell holds amounts of several currencies and is shown as empty.",
};

const warningsOf = ({ measures, nonFinite }: Plan, cells: Cells): readonly Warning[] => {
  const anyCell = (test: ((cells: Cells, cell: number) => boolean) | undefined): boolean => {
    if (test === undefined) return false;
    for (let cell = 0; cell < cells.length; cell += 1) if (test(cells, cell)) return true;
    return false;
  };
  const codes: Warning["code"][] = [];
  if (nonFinite) codes.push("non-finite");
  if (measures.some(({ overflows }) => anyCell(overflows))) codes.push("overflow");
  if (measures.some(({ mixed }) => anyCell(mixed))) codes.push("mixed-currency");
  return codes.map((code) => ({ code, message: words[code] }));
};

/** Formulas, absent members, the order the spec asks for, and what is shown in that order. */
const arrange = (plan: Plan, scanned: PivotResult): Result<PivotResult> => {
  const { spec, rowFill, colFill, rowSorts, colSorts, readers } = plan;
  const computed = withFormulas(scanned, readers);
  const isFilled = [...rowFill, ...colFill].some((universe) => universe !== null);
  const filled = isFilled ? fillAxes(computed, rowFill, colFill, plan.cells) : computed;
  if (filled === undefined) return tooManyCells(plan.cells);
  // The scan leaves every level in ascending label order.
  const sorted = [...rowSorts, ...colSorts].some(
    (sort) => sort.by !== "label" || sort.dir !== "asc",
  );
  const ordered = sorted ? reshape(filled, { rows: rowSorts, cols: colSorts }) : filled;
  return ok(asSpecified(spec.values, ordered));
};

/**
 * Runs a plan: one pass over the rows, all totals by folding up both trees, then the order the spec asks for.
 * Faults: `pivot/too-many-cells`, `pivot/stale-plan` where the plan was made for another data set.
 */
export const runPivot = (plan: Plan, dataset: Dataset): Result<PivotResult> => {
  if (plan.dataset !== dataset) {
    return err(fault("pivot/stale-plan", "The plan was made for another data set."));
  }
  const cells = runScan(plan.scan);
  return cells === undefined ? tooManyCells(plan.cells) : resultFrom(plan, cells);
};

/** The result of a plan whose cells are known. */
export const resultFrom = (plan: Plan, cells: Cells): Result<PivotResult> => {
  const { measures, scan: scanPlan, dataset } = plan;
  const { state, width } = cells;
  const recordsAt = (row: number, col: number): number => {
    const cell = cells.find(row, col);
    return cell < 0 ? 0 : (state[cell * width + scanPlan.records] ?? 0);
  };
  const cellAt = (row: number, col: number, measure: number): CellValue => {
    const of = measures[measure];
    if (of === undefined) return null;
    const cell = cells.find(row, col);
    return cell < 0 ? of.info.empty : of.read(cells, cell);
  };
  const result: PivotResult = {
    rows: axisTree(cells.rows, (row) => recordsAt(row, 0)),
    cols: axisTree(cells.cols, (col) => recordsAt(0, col)),
    measures: measures.map(({ info }) => info),
    cell: cellAt,
    recordsAt,
    eachCell: cells.each,
    warnings: warningsOf(plan, cells),
    stats: {
      rows: dataset.rows,
      selected: cells.selected,
      cells: cells.filled,
      ...layoutOf(scanPlan),
    },
  };
  return arrange(plan, result);
};

/** Checks, plans and runs a spec in one step; answers every fault of the spec at once. */
export const pivot = (
  spec: unknown,
  dataset: Dataset,
  facts: PivotFacts,
): Result<PivotResult, readonly Fault[]> => {
  const { expressions, datasets } = facts;
  const checked = checkSpec(spec, {
    columns: dataset.columns,
    ...(datasets === undefined ? {} : { joined: datasets }),
    ...(expressions === undefined ? {} : { expressions }),
  });
  if (!checked.ok) return checked;
  const plan = planPivot(checked.value, dataset, facts);
  if (!plan.ok) return err([plan.error]);
  const result = runPivot(plan.value, dataset);
  return result.ok ? result : err([result.error]);
};
