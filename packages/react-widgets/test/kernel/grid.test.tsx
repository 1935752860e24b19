import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { EnneadProvider, VirtualGrid, type GridModel } from "../../src/kernel/index.ts";
import { withProvider } from "../support/mount.tsx";
import { testServer } from "../support/server.ts";

const rows = 100_000;
const columns = 2_000;

const large: GridModel = {
  rowCount: rows,
  columns: Array.from({ length: columns }, (_, col) => ({ key: `c${col}`, width: 90 })),
  headerLines: 1,
  headers: Array.from({ length: columns }, (_, col) => ({
    key: `h${col}`,
    content: `C${col}`,
    text: `C${col}`,
    line: 0,
    rowSpan: 1,
    col,
    colSpan: 1,
  })),
  corner: { content: "Row", text: "Row" },
  rowHeaderWidth: 120,
  rowKey: String,
  rowKind: () => undefined,
  rowHeader: (row) => ({
    content: `R${row}`,
    text: `R${row}`,
    level: 1,
    position: row + 1,
    siblings: rows,
  }),
  cell: (row, col) => ({ content: `${row}·${col}`, text: `${row}·${col}` }),
  pinLastRow: false,
  tree: false,
};

const focused = (): string | null | undefined => document.activeElement?.textContent;

const mount = async (locale = "en") => {
  await page.viewport(1200, 800);
  return render(
    withProvider(testServer(), <VirtualGrid label="Large" model={large} />, { locale }),
  );
};

test("of 200 million cells only those in sight are in the document", async () => {
  const screen = await mount();
  await expect.element(screen.getByRole("gridcell", { name: "0·0", exact: true })).toBeVisible();
  expect(document.querySelectorAll("[role=gridcell]").length).toBeLessThan(1500);
  expect(document.querySelectorAll("[role=columnheader]").length).toBeLessThan(40);
});

test("the keyboard reaches the far corner and comes back, and the focus stays in sight", async () => {
  const screen = await mount();
  await screen.getByRole("gridcell", { name: "0·0", exact: true }).click();
  await userEvent.keyboard("{Control>}{End}{/Control}");
  await expect.poll(focused).toBe(`${rows - 1}·${columns - 1}`);
  await expect.element(screen.getByRole("columnheader", { name: `C${columns - 1}` })).toBeVisible();
  await userEvent.keyboard("{ArrowUp}{ArrowLeft}");
  await expect.poll(focused).toBe(`${rows - 2}·${columns - 2}`);
  const box = document.activeElement?.getBoundingClientRect();
  const frame = document.querySelector("[role=grid]")?.getBoundingClientRect();
  expect(box?.top).toBeGreaterThanOrEqual(frame?.top ?? 0);
  expect(box?.right).toBeLessThanOrEqual((frame?.right ?? 0) + 1);
  await userEvent.keyboard("{Control>}{Home}{/Control}");
  await expect.poll(focused).toBe("Row");
});

test("a click on a header that is partly out of sight does not scroll it away", async () => {
  const screen = await mount();
  await expect.element(screen.getByRole("gridcell", { name: "0·0", exact: true })).toBeVisible();
  const grid = document.querySelector("[role=grid]");
  grid?.scrollTo({ left: 130 });
  await expect.poll(() => grid?.scrollLeft).toBe(130);
  await screen
    .getByRole("columnheader", { name: "C1", exact: true })
    .click({ position: { x: 80, y: 10 } });
  await expect.poll(focused).toBe("C1");
  expect(grid?.scrollLeft).toBe(130);
});

test("in right-to-left languages columns run from the right and the arrows follow", async () => {
  const screen = await mount("ar");
  const first = screen.getByRole("gridcell", { name: "0·0", exact: true });
  await first.click();
  const second = screen.getByRole("gridcell", { name: "0·1", exact: true });
  expect(second.element().getBoundingClientRect().right).toBeLessThan(
    first.element().getBoundingClientRect().right,
  );
  await userEvent.keyboard("{ArrowLeft}");
  await expect.poll(focused).toBe("0·1");
  await userEvent.keyboard("{End}");
  await expect.poll(focused).toBe(`0·${columns - 1}`);
});

test("widgets outside of a provider say what is missing", async () => {
  expect(EnneadProvider).toBeDefined();
  await expect(render(<VirtualGrid label="Alone" model={large} />)).rejects.toThrow(
    /EnneadProvider/,
  );
});

test("a step from line to line renders the two lines, not the table", async () => {
  const rendered = new Set<number>();
  const watched: GridModel = {
    ...large,
    cell: (row, col) => {
      rendered.add(row);
      return large.cell(row, col);
    },
  };
  await page.viewport(1200, 800);
  const screen = await render(
    withProvider(testServer(), <VirtualGrid label="Watched" model={watched} />),
  );
  await screen.getByRole("gridcell", { name: "3·1", exact: true }).click();
  await expect.poll(focused).toBe("3·1");
  rendered.clear();
  await userEvent.keyboard("{ArrowDown}");
  await expect.poll(focused).toBe("4·1");
  expect([...rendered].toSorted()).toEqual([3, 4]);
});
