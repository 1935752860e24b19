import {
  chartTypes,
  type ChartMark,
  type ChartSettings,
  type ChartTable,
} from "@ennead/core/chart";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";
import { userEvent } from "vitest/browser";

import { Chart, type EnneadProviderProps } from "../../src/kernel/index.ts";
import { findings } from "../support/axe.ts";
import { withProvider } from "../support/mount.tsx";
import { testServer } from "../support/server.ts";
import { said } from "../support/table.ts";

const formats = {
  value: (value: number) => `€${value}`,
  axis: String,
  percent: (share: number) => `${Math.round(share * 100)} %`,
};

const table = (categories: readonly string[]): ChartTable => ({
  categories,
  series: [
    { name: "Amount", values: [1, 2], measure: 0, group: 0 },
    { name: "Amount", values: [3, 4], measure: 1, group: 0 },
  ],
  measures: [{ name: "Amount" }, { name: "Deals" }],
});

const regions = table(["East", "West"]);

const chart = (
  shown: ChartTable,
  settings: ChartSettings = { type: "bar" },
  onMark?: (mark: ChartMark) => void,
  provider?: Partial<EnneadProviderProps>,
) =>
  withProvider(
    testServer(),
    <Chart
      title="Amount by region"
      table={shown}
      settings={settings}
      formats={formats}
      onMark={onMark}
    />,
    provider,
  );

const place = (): Element | null => document.querySelector(".ennead-chart-place[data-state=ready]");
const drawn = () => place()?.querySelectorAll("svg path").length ?? 0;
const texts = () =>
  [...(place()?.querySelectorAll("svg text") ?? [])].map(({ textContent }) => textContent);

test.for([...chartTypes])(
  "a %s is drawn and taken down without markup, as Trusted Types ask for",
  async (type) => {
    const markup = vi.spyOn(Element.prototype, "innerHTML", "set");
    const screen = await render(chart(regions, { type }));
    await expect.poll(drawn).toBeGreaterThan(1);
    await screen.unmount();
    expect(drawn()).toBe(0);
    expect(markup).not.toHaveBeenCalled();
    markup.mockRestore();
  },
);

test("one type after another is drawn in the same place", async () => {
  const screen = await render(chart(regions));
  await expect.poll(drawn).toBeGreaterThan(3);
  await screen.rerender(chart(regions, { type: "gauge" }));
  await expect.poll(texts).toContain("€1");
  await screen.rerender(chart(regions, { type: "pie" }));
  await expect.poll(() => texts().some((text) => text?.includes("East"))).toBe(true);
});

const keys = async (text: string) => {
  await userEvent.keyboard(text);
  return said();
};

test("keys walk the marks and say them, Enter presses one", async () => {
  const pressed: ChartMark[] = [];
  const screen = await render(chart(regions, { type: "bar" }, (mark) => pressed.push(mark)));
  await expect.poll(drawn).toBeGreaterThan(3);
  screen.getByRole("application").element().focus();
  await userEvent.keyboard("{Enter}");
  expect(pressed).toEqual([]);
  expect(await keys("{ArrowRight}")).toBe("East, Amount: €1");
  expect(await keys("{ArrowRight}")).toBe("West, Amount: €2");
  expect(await keys("{ArrowRight}")).toBe("West, Amount: €2");
  expect(await keys("{ArrowDown}")).toBe("West, Amount: €4");
  await userEvent.keyboard("{Enter}");
  expect(pressed).toEqual([{ series: 1, category: 1 }]);
  expect(await keys("{Home}")).toBe("East, Amount: €1");
  // The tip stands beside the mark.
  await expect.poll(texts).toContain("East, Amount: €1");
});

test("from right to left, the left key goes on", async () => {
  const screen = await render(chart(regions, { type: "line" }, undefined, { locale: "ar" }));
  await expect.poll(drawn).toBeGreaterThan(3);
  screen.getByRole("application").element().focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(said()).toBe("West, Amount: €2");
});

test("rows and columns of a heat map are walked as they lie", async () => {
  const cells = {
    ...regions,
    measures: [{ name: "Amount" }],
    series: [
      { name: "2024", values: [1, 2] },
      { name: "2025", values: [null, 4] },
    ],
  };
  const screen = await render(chart(cells, { type: "heatmap" }));
  await expect.poll(drawn).toBeGreaterThan(3);
  screen.getByRole("application").element().focus();
  await userEvent.keyboard("{Home}{ArrowDown}");
  expect(said()).toBe("West, 2024: €2");
  await userEvent.keyboard("{ArrowRight}");
  expect(said()).toBe("West, 2025: €4");
  await userEvent.keyboard("{ArrowUp}");
  expect(said()).toBe("West, 2025: €4");
});

test("a mark that is clicked answers its place in the table", async () => {
  const pressed: ChartMark[] = [];
  await render(
    chart({ categories: ["East"], series: [{ name: "a", values: [5] }] }, { type: "pie" }, (mark) =>
      pressed.push(mark),
    ),
  );
  await expect.poll(drawn).toBeGreaterThan(1);
  const box = (place() ?? document.body).getBoundingClientRect();
  const ring = [...(place()?.querySelectorAll("path") ?? [])].find(
    (path) => path.getBoundingClientRect().width > 100,
  );
  const area = (ring ?? document.body).getBoundingClientRect();
  await userEvent.click(place() ?? document.body, {
    position: { x: area.left - box.left + 12, y: area.top - box.top + area.height / 2 },
  });
  expect(pressed).toEqual([{ series: 0, category: 0 }]);
});

test("what cannot be drawn says why, and still has its numbers", async () => {
  const negative = { categories: ["East"], series: [{ name: "a", values: [-5] }] };
  const screen = await render(chart(negative, { type: "pie" }, undefined, { locale: "de" }));
  await expect.element(screen.getByText(/Ein Ring zeigt Teile eines Ganzen/)).toBeVisible();
  await screen.getByText("Als Tabelle anzeigen").click();
  await expect.element(screen.getByRole("cell", { name: "€-5" })).toBeVisible();
  expect(await findings()).toEqual([]);
});

test("an endless name leaves room for the bars, and is whole in the table", async () => {
  const endless = "x".repeat(10_000);
  const screen = await render(chart(table(["East", endless])));
  await expect.poll(drawn).toBeGreaterThan(3);
  expect(texts().every((text) => (text ?? "").length <= 40)).toBe(true);
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByRole("rowheader", { name: endless })).toBeInTheDocument();
});

const plain = () => texts().map((text) => text?.replaceAll("\u2060", ""));

test("a hostile name stays text, in the drawing and in the tip", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const screen = await render(chart(table([name, "{a|b}"])));
  await expect.poll(drawn).toBeGreaterThan(3);
  screen.getByRole("application").element().focus();
  await userEvent.keyboard("{ArrowRight}");
  await expect.poll(() => texts().some((text) => text?.startsWith(`${name}, Amount`))).toBe(true);
  await userEvent.keyboard("{ArrowRight}");
  await expect.poll(plain).toContain("{a|b}, Amount: €2");
  expect(document.querySelector("img")).toBeNull();
});

test("two series that read the same are two columns", async () => {
  const complaints = vi.spyOn(console, "error");
  const screen = await render(chart(regions));
  await screen.getByText("Show as table").click();
  expect(screen.getByRole("columnheader", { name: "Amount" }).elements()).toHaveLength(2);
  expect(complaints).not.toHaveBeenCalled();
  complaints.mockRestore();
});

test("a long table shows its first lines and says so", async () => {
  const long = {
    categories: Array.from({ length: 6000 }, (_, at) => `c${at}`),
    series: [{ name: "a", values: Array.from({ length: 6000 }, (_, at) => at) }],
  };
  const screen = await render(chart(long));
  await expect.element(screen.getByText(/Shows the first 400 of 6000 categories/)).toBeVisible();
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByText(/The first 5000 of 6000 lines/)).toBeVisible();
});
