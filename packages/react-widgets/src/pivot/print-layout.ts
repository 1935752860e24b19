import type { GridModel } from "../kernel/grid/model.ts";

/** Columns `from` to `to`, the last one not included. */
export interface PrintPart {
  readonly from: number;
  readonly to: number;
}

export interface PrintLayout {
  readonly landscape: boolean;
  readonly parts: readonly PrintPart[];
}

/** CSS pixels that A4 and Letter both have between margins of 12 mm. */
const upright = 700;
const lying = 960;

/**
 * How a table lies on paper: upright where it fits, lying where it does not, and in parts, each with the row headers
 * again, where no page is wide enough. What goes over the edge of a page is lost.
 */
export const printLayout = ({
  columns,
  rowHeaderWidth,
}: Pick<GridModel, "columns" | "rowHeaderWidth">): PrintLayout => {
  const whole = columns.reduce((sum, { width }) => sum + width, rowHeaderWidth);
  const landscape = whole > upright;
  const parts: PrintPart[] = [];
  let from = 0;
  let room = lying - rowHeaderWidth;
  for (const [at, { width }] of columns.entries()) {
    if (width > room && at > from) {
      parts.push({ from, to: at });
      from = at;
      room = lying - rowHeaderWidth;
    }
    room -= width;
  }
  return { landscape, parts: [...parts, { from, to: columns.length }] };
};
