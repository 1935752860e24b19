import type { AxisNode, AxisTree, PivotResult } from "@ennead/core/pivot";

import { pathOf } from "./path.ts";
import type { Axis, ReportView } from "./value.ts";

/** One line of the table: a node of the row axis. */
export interface LayoutRow {
  readonly node: AxisNode;
  readonly kind: "leaf" | "group" | "total";
  /** Absent on leaves. */
  readonly expanded?: boolean;
  /** Its numbers are those of the only line beneath it, and the view leaves them out. */
  readonly single?: boolean;
  readonly position: number;
  readonly siblings: number;
}

/** One column of the table: a measure at a node of the column axis. */
export interface LayoutColumn {
  readonly key: string;
  readonly node: AxisNode;
  readonly measure: number;
  readonly kind: "leaf" | "subtotal" | "total";
}

/** One header above one or more columns. `measure` is set where the header names a single column that can sort. */
export interface LayoutHeader {
  readonly key: string;
  readonly node: AxisNode;
  readonly role: "member" | "subtotal" | "total" | "measure";
  readonly measure?: number;
  readonly expanded?: boolean;
  readonly line: number;
  readonly rowSpan: number;
  readonly col: number;
  readonly colSpan: number;
}

/** What of a result is on screen, in order. */
export interface Layout {
  readonly rows: readonly LayoutRow[];
  readonly columns: readonly LayoutColumn[];
  readonly headers: readonly LayoutHeader[];
  readonly headerLines: number;
  readonly hasTotalRow: boolean;
}

const collapsedPaths = (view: ReportView, axis: Axis): ReadonlySet<string> =>
  new Set((view.collapsed?.[axis] ?? []).map((path) => JSON.stringify(path)));

/** Whether no path is closed; else whether this node's is. */
const closedIn = (tree: AxisTree, view: ReportView, axis: Axis): ((node: AxisNode) => boolean) => {
  const closed = collapsedPaths(view, axis);
  return closed.size === 0 ? () => false : (node) => closed.has(JSON.stringify(pathOf(tree, node)));
};

/** Measures on screen, in order. All of them where none would be left. */
export const shownMeasures = (result: PivotResult, { hidden = [] }: ReportView): number[] => {
  const all = [...result.measures.keys()];
  const shown = all.filter((at) => !hidden.includes(result.measures[at]?.name ?? ""));
  return shown.length === 0 ? all : shown;
};

/** Indexes of the direct children of a node, in display order. */
export const childrenOf = (tree: AxisTree, parent: number): number[] => {
  const found: number[] = [];
  const size = tree.nodes[parent]?.size ?? 1;
  for (let at = parent + 1; at < parent + size; at += tree.nodes[at]?.size ?? 1) found.push(at);
  return found;
};

const layoutRows = (result: PivotResult, view: ReportView): LayoutRow[] => {
  const tree = result.rows;
  const isClosed = closedIn(tree, view, "rows");
  const lines: LayoutRow[] = [];
  const place = (parent: number): void => {
    const children = childrenOf(tree, parent);
    for (const [position, index] of children.entries()) {
      const node = tree.nodes[index];
      if (node === undefined) continue;
      const leaf = node.level >= tree.levels.length;
      const expanded = leaf ? undefined : !isClosed(node);
      const single =
        view.singleSubtotals === false && expanded === true && childrenOf(tree, index).length === 1;
      lines.push({
        node,
        kind: leaf ? "leaf" : "group",
        position: position + 1,
        siblings: children.length,
        ...(expanded === undefined ? {} : { expanded }),
        ...(single ? { single } : {}),
      });
      if (expanded === true) place(index);
    }
  };
  place(0);
  const total = tree.nodes[0];
  if (total !== undefined && (view.totals?.rows !== false || tree.levels.length === 0)) {
    lines.push({ node: total, kind: "total", position: 1, siblings: 1 });
  }
  return lines;
};

const layoutColumns = (
  result: PivotResult,
  view: ReportView,
): Pick<Layout, "columns" | "headers" | "headerLines"> => {
  const tree = result.cols;
  const levels = tree.levels.length;
  const measures = shownMeasures(result, view);
  const [onlyMeasure = 0] = measures;
  const measureLine = measures.length !== 1 || levels === 0;
  const isClosed = closedIn(tree, view, "cols");
  const columns: LayoutColumn[] = [];
  const headers: LayoutHeader[] = [];

  const emit = (node: AxisNode, kind: LayoutColumn["kind"]): void => {
    for (const measure of measures) {
      const key = `${kind}:${node.index}:${measure}`;
      if (measureLine) {
        headers.push({
          key,
          node,
          role: "measure",
          measure,
          line: levels,
          rowSpan: 1,
          col: columns.length,
          colSpan: 1,
        });
      }
      columns.push({ key, node, measure, kind });
    }
  };
  const header = (
    node: AxisNode,
    role: "member" | "subtotal" | "total",
    line: number,
    rowSpan: number,
    col: number,
    expanded?: boolean,
  ): void => {
    if (columns.length === col) return;
    headers.push({
      key: `${role}@${node.index}`,
      node,
      role,
      line,
      rowSpan,
      col,
      colSpan: columns.length - col,
      ...(expanded === undefined ? {} : { expanded }),
      ...(measureLine || expanded === true ? {} : { measure: onlyMeasure }),
    });
  };
  const place = (index: number): void => {
    const node = tree.nodes[index];
    if (node === undefined) return;
    const leaf = node.level >= levels;
    const expanded = leaf ? undefined : !isClosed(node);
    const start = columns.length;
    if (expanded !== true) {
      emit(node, "leaf");
      header(node, "member", node.level - 1, levels - node.level + 1, start, expanded);
      return;
    }
    const children = childrenOf(tree, index);
    for (const child of children) place(child);
    const single = view.singleSubtotals === false && children.length === 1;
    if (view.subtotals?.cols !== false && !single) {
      const col = columns.length;
      emit(node, "subtotal");
      header(node, "subtotal", node.level, levels - node.level, col);
    }
    header(node, "member", node.level - 1, 1, start, true);
  };

  for (const child of childrenOf(tree, 0)) place(child);
  const total = tree.nodes[0];
  if (total !== undefined && (levels === 0 || view.totals?.cols !== false)) {
    const col = columns.length;
    emit(total, levels === 0 ? "leaf" : "total");
    if (levels > 0) header(total, "total", 0, levels, col);
  }
  return { columns, headers, headerLines: levels + (measureLine ? 1 : 0) };
};

/** Lines, columns and headers of a result as the view shows it; no number is computed here. */
export const layoutOf = (result: PivotResult, view: ReportView): Layout => {
  const rows = layoutRows(result, view);
  return {
    rows,
    ...layoutColumns(result, view),
    hasTotalRow: rows.at(-1)?.kind === "total",
  };
};
