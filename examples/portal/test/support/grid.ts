import type { Page } from "playwright-core";

export interface ShownGrid {
  readonly headers: readonly string[];
  /** Rows in sight, the total last; cells as numbers, empty ones as 0. */
  readonly rows: readonly { readonly label: string; readonly cells: readonly number[] }[];
}

/** What the pivot's table shows, read back from its text. */
export const readGrid = async (page: Page): Promise<ShownGrid> => {
  const grid = page.getByRole("treegrid");
  const headers = await grid.getByRole("columnheader").allTextContents();
  const rows = await grid
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader") })
    .evaluateAll((lines) =>
      lines.map((line) => ({
        label: line.querySelector('[role="rowheader"]')?.textContent ?? "",
        cells: Array.from(
          line.querySelectorAll('[role="gridcell"]'),
          (cell) => cell.textContent ?? "",
        ),
      })),
    );
  return {
    headers,
    rows: rows.map(({ label, cells }) => ({
      label,
      cells: cells.map((text) => Number(text.replaceAll(/[^0-9.-]/g, ""))),
    })),
  };
};
