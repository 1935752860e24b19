import type { ReactNode } from "react";

/** What one body cell shows; `text` is what a copy of it says. */
export interface GridCell {
  readonly content: ReactNode;
  readonly text: string;
  readonly kind?: string | undefined;
}

/** The header of one row, first in its line. Rows of a tree name their level (1 is outermost) and their place. */
export interface GridRowHeader extends GridCell {
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Absent on leaves. */
  readonly expanded?: boolean | undefined;
}

/** A column header that spans `colSpan` columns from `col` and `rowSpan` header lines from `line`. */
export interface GridHeaderCell extends GridCell {
  readonly key: string;
  readonly line: number;
  readonly rowSpan: number;
  readonly col: number;
  readonly colSpan: number;
  /** Present where the cell sorts the rows. */
  readonly sort?: "ascending" | "descending" | "none" | undefined;
  /** Present where the cell groups columns that can be hidden or shown. */
  readonly expanded?: boolean | undefined;
}

/** What a grid shows; every function is called for visible cells only. */
export interface GridModel {
  readonly rowCount: number;
  readonly columns: readonly { readonly key: string; readonly width: number }[];
  readonly headerLines: number;
  readonly headers: readonly GridHeaderCell[];
  readonly corner: GridCell;
  readonly rowHeaderWidth: number;
  readonly rowKey: (row: number) => string;
  readonly rowKind: (row: number) => string | undefined;
  readonly rowHeader: (row: number) => GridRowHeader;
  readonly cell: (row: number, col: number) => GridCell;
  /** Keeps the last row in sight at the bottom: a grand total. */
  readonly pinLastRow: boolean;
  /** Rows have levels: every row header leaves room for the sign that opens it. */
  readonly tree: boolean;
}

/** A place in the grid: body rows count from 0, header lines are negative; column -1 is the row header. */
export interface GridPlace {
  readonly row: number;
  readonly col: number;
}

export interface GridArea {
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
}

export const areaOf = (a: GridPlace, b: GridPlace): GridArea => ({
  top: Math.min(a.row, b.row),
  bottom: Math.max(a.row, b.row),
  start: Math.min(a.col, b.col),
  end: Math.max(a.col, b.col),
});

export const isInArea = (area: GridArea, row: number, col: number): boolean =>
  row >= area.top && row <= area.bottom && col >= area.start && col <= area.end;

/** The header cell that covers a line (negative, as in GridPlace) and a column. */
export const headerAt = (
  model: GridModel,
  row: number,
  col: number,
): GridHeaderCell | undefined => {
  const line = row + model.headerLines;
  return model.headers.find(
    (cell) =>
      line >= cell.line &&
      line < cell.line + cell.rowSpan &&
      col >= cell.col &&
      col < cell.col + cell.colSpan,
  );
};
