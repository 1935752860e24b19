import type { TableHeading } from "../table.ts";

/** A heading with its place in the grid. */
export interface PlacedHeading {
  readonly text: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** The place of each heading, by HTML's rule: the next one in its row that none from above covers. */
export const placeHeadings = (
  headings: readonly (readonly TableHeading[])[],
): readonly PlacedHeading[] => {
  const freeFrom: number[] = [];
  return headings.flatMap((cells, row) => {
    let column = 0;
    return cells.map(({ text, colSpan = 1, rowSpan = 1 }) => {
      while ((freeFrom[column] ?? 0) > row) column += 1;
      const placed = { text, row, column, rows: rowSpan, columns: colSpan };
      for (const end = column + colSpan; column < end; column += 1)
        freeFrom[column] = row + rowSpan;
      return placed;
    });
  });
};

const endOf = (heading: PlacedHeading | undefined): number =>
  heading === undefined ? 0 : heading.column + heading.columns;

/** The headings over some of the columns, given in ascending order, at their places among those. */
export const headingsOver = (
  headings: readonly PlacedHeading[],
  columns: readonly number[],
): readonly PlacedHeading[] => {
  const rows = new Set(headings.map(({ row }) => row));
  return [...rows].flatMap((row) => {
    const inRow = headings.filter((one) => one.row === row);
    const found: PlacedHeading[] = [];
    let last: PlacedHeading | undefined;
    let next = 0;
    columns.forEach((column, at) => {
      // Both run from left to right, so that wide tables take one pass.
      while (next < inRow.length && endOf(inRow[next]) <= column) next += 1;
      const candidate = inRow[next];
      const heading = candidate !== undefined && candidate.column <= column ? candidate : undefined;
      const open = found.at(-1);
      if (heading !== undefined && heading === last && open !== undefined) {
        found[found.length - 1] = { ...open, columns: open.columns + 1 };
      } else if (heading !== undefined) {
        found.push({ ...heading, column: at, columns: 1 });
      }
      last = heading;
    });
    return found;
  });
};
