import type { TableHeading } from "@ennead/core/export";
import type { AxisNode, AxisTree } from "@ennead/core/pivot";

import type { ShownAxis } from "./shown-axis.ts";

/** A column node on the screen, and what it stands for there. */
export interface ShownColumn {
  readonly node: number;
  readonly kind: "leaf" | "subtotal" | "total";
}

interface Words {
  readonly total: string;
  readonly label: (node: AxisNode) => string;
}

/** Columns in the order of the screen, members before what sums them up, and the headings above them. */
export const shownColumns = (
  tree: AxisTree,
  { isClosed, hasTotal, hasSubtotal, childrenOf }: ShownAxis,
  measures: readonly string[],
  words: Words,
): {
  readonly columns: readonly ShownColumn[];
  readonly headings: readonly (readonly TableHeading[])[];
} => {
  const depth = tree.levels.length;
  const span = measures.length;
  const columns: ShownColumn[] = [];
  const headings: TableHeading[][] = Array.from({ length: depth + 1 }, () => []);
  const put = (row: number, heading: TableHeading): void => {
    headings[row]?.push(heading);
  };
  const emit = (node: number, kind: ShownColumn["kind"]): void => {
    columns.push({ node, kind });
    for (const text of measures) put(depth, { text });
  };
  const place = (index: number): void => {
    const node = tree.nodes[index];
    if (node === undefined) return;
    const row = node.level - 1;
    if (node.level >= depth || isClosed(index)) {
      put(row, { text: words.label(node), colSpan: span, rowSpan: depth - row });
      emit(index, "leaf");
      return;
    }
    const [begun, at] = [columns.length, headings[row]?.length ?? 0];
    for (const child of childrenOf(index)) place(child);
    if (hasSubtotal(index)) {
      put(row + 1, { text: words.total, colSpan: span, rowSpan: depth - row - 1 });
      emit(index, "subtotal");
    }
    const colSpan = (columns.length - begun) * span;
    headings[row]?.splice(at, 0, { text: words.label(node), colSpan });
  };
  for (const child of childrenOf(0)) place(child);
  if (depth === 0) emit(0, "leaf");
  else if (hasTotal) {
    put(0, { text: words.total, colSpan: span, rowSpan: depth });
    emit(0, "total");
  }
  return { columns, headings };
};
