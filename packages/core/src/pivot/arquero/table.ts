/** What we ask of an arquero table: its visible rows, in its order. */
export interface ArqueroTable {
  readonly columnNames: () => string[];
  readonly numRows: () => number;
  readonly array: (name: string) => ArrayLike<unknown>;
}
