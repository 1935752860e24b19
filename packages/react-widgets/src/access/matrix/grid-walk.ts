/** A place in a grid of cells, both counted from 0. */
export interface GridSpot {
  readonly row: number;
  readonly col: number;
}

export interface WalkKey {
  readonly key: string;
  readonly control: boolean;
  readonly rtl: boolean;
}

const page = 10;

const within = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at));

/** Where a key leads from a spot; undefined for keys that lead nowhere. Columns run the way people read. */
export const walkGrid = (
  { row, col }: GridSpot,
  { key, control, rtl }: WalkKey,
  rows: number,
  cols: number,
): GridSpot | undefined => {
  const to = (nextRow: number, nextCol: number): GridSpot => ({
    row: within(nextRow, rows),
    col: within(nextCol, cols),
  });
  const side = key === "ArrowRight" ? 1 : -1;
  switch (key) {
    case "ArrowUp":
      return to(row - 1, col);
    case "ArrowDown":
      return to(row + 1, col);
    case "ArrowLeft":
    case "ArrowRight":
      return to(row, col + (rtl ? -side : side));
    case "Home":
      return to(control ? 0 : row, 0);
    case "End":
      return to(control ? rows - 1 : row, cols - 1);
    case "PageUp":
      return to(row - page, col);
    case "PageDown":
      return to(row + page, col);
    default:
      return undefined;
  }
};

/** Whether a spot lies in the rectangle between two corners, they included. */
export const inRange = (spot: GridSpot, one: GridSpot, other: GridSpot): boolean =>
  spot.row >= Math.min(one.row, other.row) &&
  spot.row <= Math.max(one.row, other.row) &&
  spot.col >= Math.min(one.col, other.col) &&
  spot.col <= Math.max(one.col, other.col);
