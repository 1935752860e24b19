import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-react";

import { BarChart } from "../../src/kernel/index.ts";
import { withProvider } from "../support/mount.tsx";
import { testServer } from "../support/server.ts";

const bars = () => document.querySelectorAll(".ennead-chart-place svg path").length;

const chart = (categories: readonly string[]) =>
  withProvider(
    testServer(),
    <BarChart
      title="Amount by region"
      summary="Two bars."
      categories={categories}
      series={[
        { name: "Amount", values: [1, 2] },
        { name: "Amount", values: [3, 4] },
      ]}
      format={String}
    />,
  );

test("a chart is drawn and taken down without markup, as Trusted Types ask for", async () => {
  const markup = vi.spyOn(Element.prototype, "innerHTML", "set");
  const screen = await render(chart(["East", "West"]));
  await expect.poll(bars).toBeGreaterThan(3);
  await screen.unmount();
  expect(bars()).toBe(0);
  expect(markup).not.toHaveBeenCalled();
  markup.mockRestore();
});

test("an endless name leaves room for the bars, and is whole in the table", async () => {
  const endless = "x".repeat(10_000);
  const screen = await render(chart(["East", endless]));
  await expect.poll(bars).toBeGreaterThan(3);
  const drawn = [...document.querySelectorAll(".ennead-chart-place svg text")];
  expect(drawn.every(({ textContent }) => (textContent ?? "").length <= 40)).toBe(true);
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByRole("rowheader", { name: endless })).toBeInTheDocument();
});

test("two series that read the same are two columns", async () => {
  const complaints = vi.spyOn(console, "error");
  const screen = await render(chart(["East", "West"]));
  await screen.getByText("Show as table").click();
  expect(screen.getByRole("columnheader", { name: "Amount" }).elements()).toHaveLength(2);
  expect(complaints).not.toHaveBeenCalled();
  complaints.mockRestore();
});
