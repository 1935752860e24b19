import type { TableHeading } from "../export/index.ts";
import type { AxisNode, AxisTree } from "./result.ts";

interface HeadingWords {
  readonly total: string;
  readonly label: (node: AxisNode) => string;
}

/**
 * The rows of headings above a result: one per column level, one of measures. A member spans its subtree; below it its own
 * subtotal comes first, as in the columns.
 */
export const columnHeadings = (
  { levels, nodes }: AxisTree,
  keys: readonly string[],
  measures: readonly string[],
  words: HeadingWords,
): readonly (readonly TableHeading[])[] => {
  const depth = levels.length;
  const headings: TableHeading[][] = Array.from({ length: depth + 1 }, () => []);
  const put = (row: number, heading: TableHeading): void => {
    headings[row]?.push(heading);
  };
  for (const text of keys) put(0, { text, rowSpan: depth + 1 });
  const colSpan = measures.length;
  for (const node of nodes) {
    const row = Math.max(0, node.level - 1);
    if (node.level === 0) {
      if (depth > 0) put(0, { text: words.total, colSpan, rowSpan: depth });
    } else if (node.size === 1) {
      put(row, { text: words.label(node), colSpan, rowSpan: depth - row });
    } else {
      put(row, { text: words.label(node), colSpan: node.size * colSpan });
      put(row + 1, { text: words.total, colSpan, rowSpan: depth - row - 1 });
    }
    for (const text of measures) put(depth, { text });
  }
  return headings;
};
