import { err, fault, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";
import { explainCell, pathOf, recordsOf, type AxisTree, type PathMember } from "@ennead/core/pivot";

import { cellAt, idAt, lastUpTo } from "./cells.ts";
import type { Computed } from "./run.ts";

/** A cell by the members that lead to it; the empty path is the total. */
export interface CellPath {
  readonly row: readonly PathMember[];
  readonly col: readonly PathMember[];
}

const noValue = fault("pivot/unknown-value", "The report has no measure of this name.", ["value"]);

const isKnown = ({ spec }: Computed, value: string): boolean =>
  spec.values.some(({ name }) => name === value);

const tooLong = (
  { spec }: Computed,
  { row, col }: CellPath,
): Result<never, readonly Fault[]> | null => {
  const faults = (["row", "col"] as const).flatMap((side) => {
    const levels = side === "row" ? spec.rows : spec.cols;
    const path = side === "row" ? row : col;
    return path.length > levels.length
      ? [fault("pivot/unknown-cell", `The report has ${levels.length} levels here.`, [side])]
      : [];
  });
  return faults.length === 0 ? null : err(faults);
};

/** A page of the records beneath a cell, with every column that the actor may read. A path without records has none. */
export const drill = (
  computed: Computed,
  asked: CellPath & {
    readonly value?: string;
    readonly limit?: number;
    readonly after?: string | null;
  },
): Result<Json, Fault | readonly Fault[]> => {
  const wrong = tooLong(computed, asked);
  if (wrong !== null) return wrong;
  const { row, col, value, limit = 50, after = null } = asked;
  if (value !== undefined && !isKnown(computed, value)) return err(noValue);
  const { dataset } = computed.data;
  const page = recordsOf(computed.plan, row, col, {
    limit,
    ...(after === null ? {} : { after: lastUpTo(dataset, after) }),
    ...(value === undefined ? {} : { value }),
  });
  const columns = [...dataset.columns.values()].filter(({ name }) => name !== "id");
  const items = [...page.rows].map((at) => ({
    id: idAt(dataset, at),
    cells: Object.fromEntries(columns.map((column) => [column.name, cellAt(column, at)])),
  }));
  return ok({
    columns: columns.map(({ name, type }) => ({ name, type })),
    items,
    total: page.total,
    next: page.next === null ? null : idAt(dataset, page.next),
  });
};

const same = (a: PathMember, b: PathMember | undefined): boolean =>
  a === b || (typeof a === "object" && typeof b === "object" && a !== null && b !== null);

/** The node that a path leads to; -1 where it leads nowhere. */
const nodeAt = (tree: AxisTree, path: readonly PathMember[]): number =>
  tree.nodes.findIndex(({ index, level }) => {
    if (level !== path.length) return false;
    const own = pathOf(tree, index);
    return path.every((member, at) => same(member, own[at]));
  });

/** Why a cell is what it is. `pivot/unknown-cell` for a path that the result does not have. */
export const explain = (
  computed: Computed,
  { row, col, value }: CellPath & { readonly value: string },
): Result<{ readonly value: Json; readonly [key: string]: Json }, Fault | readonly Fault[]> => {
  const { spec, result, plan, data } = computed;
  const measure = spec.values.findIndex(({ name }) => name === value);
  if (measure < 0) return err(noValue);
  const [rowNode, colNode] = [nodeAt(result.rows, row), nodeAt(result.cols, col)];
  const found =
    rowNode < 0 || colNode < 0 ? undefined : explainCell(plan, result, rowNode, colNode, measure);
  if (found === undefined) {
    return err(
      fault("pivot/unknown-cell", "The report has no such cell.", [rowNode < 0 ? "row" : "col"]),
    );
  }
  const { dataset, definition } = data;
  const label = dataset.columns.get(definition.nameField);
  return ok({
    ...found,
    topRecords: found.topRecords.map(({ row: at, value: brought }) => ({
      id: idAt(dataset, at),
      label: label === undefined ? null : String(cellAt(label, at) ?? ""),
      value: brought,
    })),
  } as unknown as { readonly value: Json });
};
