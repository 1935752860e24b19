import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { defineEnneadPivot } from "../../src/pivot/define.ts";
import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { problem, testServer, type TestServer } from "../support/server.ts";
import { byRegion } from "../support/specs.ts";
import { tableTextIn } from "../support/table.ts";

interface PivotElement extends HTMLElement {
  fetch: typeof fetch;
  getToken: () => string;
  value: PivotReportValue | undefined;
  defaultValue: PivotReportValue | undefined;
}

const mount = async (
  server: TestServer,
  properties: Partial<PivotElement> = {},
  attributes: Record<string, string> = {},
): Promise<PivotElement> => {
  await page.viewport(1200, 800);
  const element = document.createElement("ennead-pivot") as PivotElement;
  element.style.blockSize = "700px";
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  Object.assign(element, { fetch: server.fetch, ...properties });
  document.body.append(element);
  return element;
};

afterEach(() => document.body.replaceChildren());

test("the element shows the same table in its shadow root, styled by adopted sheets", async () => {
  const server = testServer();
  const element = await mount(server, { defaultValue: byRegion }, { token: "t1", locale: "en" });
  await expect
    .poll(tableTextIn(element))
    .toContainEqual(["East", "€350.50", "€700.00", "", "€1,050.50"]);
  expect(element.shadowRoot?.adoptedStyleSheets).toHaveLength(3);
  expect(document.head.querySelectorAll("style[data-ennead]")).toHaveLength(0);
  const grid = element.shadowRoot?.querySelector(".ennead-grid");
  expect(grid === null || grid === undefined ? "" : getComputedStyle(grid).overflow).toBe("auto");
  expect(server.seen[0]?.headers.get("authorization")).toBe("Bearer t1");
});

test("menus of the element open inside its shadow root and close again", async () => {
  const element = await mount(testServer(), { defaultValue: byRegion });
  await page.getByRole("button", { name: "Use Stage" }).click();
  await expect
    .poll(() => element.shadowRoot?.querySelector("[role=menu]")?.textContent)
    .toContain("Add to rows");
  expect(document.body.inert).toBe(false);
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => element.shadowRoot?.querySelector("[role=menu]") ?? null).toBeNull();
  await page.getByRole("button", { name: "Use Stage" }).click();
  await page.getByRole("menuitem", { name: "Add to rows" }).click();
  await expect.poll(() => tableTextIn(element)()[0]?.[0]).toBe("Region › Stage");
});

test("a field is dragged inside the shadow root", async () => {
  const element = await mount(testServer(), { defaultValue: byRegion });
  await expect.element(page.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
  await userEvent.dragAndDrop(
    page.getByRole("row", { name: "Stage", exact: true }),
    page.getByRole("grid", { name: "Rows" }),
  );
  await expect.poll(() => tableTextIn(element)()[0]?.[0]).toBe("Region › Stage");
});

test("changes leave the element as events; a value set from outside is shown", async () => {
  const heard: PivotReportValue[] = [];
  const element = await mount(testServer(), { value: byRegion });
  element.addEventListener("ennead-change", (event) => {
    heard.push((event as CustomEvent<PivotReportValue>).detail);
  });
  await page.getByRole("button", { name: "Remove Close date · Year" }).click();
  await expect.poll(() => heard.at(-1)?.spec.cols).toEqual([]);
  element.value = heard.at(-1);
  await expect.poll(() => tableTextIn(element)()[0]).toEqual(["Region", "Sum of Amount"]);
});

test("the page sets tokens on the element", async () => {
  const element = await mount(testServer(), { defaultValue: byRegion }, { theme: "light" });
  element.style.setProperty("--ennead-ground", "rgb(1, 2, 3)");
  await expect.element(page.getByRole("treegrid")).toHaveStyle({ backgroundColor: "rgb(1, 2, 3)" });
});

const jwt = (sub: string, exp: number): string => `h.${btoa(JSON.stringify({ sub, exp }))}.s`;

test("a renewed token keeps what is on screen, another user's begins anew", async () => {
  const server = testServer();
  const element = await mount(server, { defaultValue: byRegion }, { token: jwt("ada", 1) });
  await page.getByRole("button", { name: "Remove Close date · Year" }).click();
  await expect.poll(() => tableTextIn(element)()[0]).toEqual(["Region", "Sum of Amount"]);
  element.setAttribute("token", jwt("ada", 2));
  await page.getByRole("button", { name: "Fetch the records again" }).click();
  await expect
    .poll(() => server.seen.filter(({ path }) => path.endsWith("/dataset")))
    .toHaveLength(2);
  expect(tableTextIn(element)()[0]).toEqual(["Region", "Sum of Amount"]);
  element.setAttribute("token", jwt("ben", 1));
  await expect.poll(() => tableTextIn(element)()[0]).toHaveLength(5);
  expect(server.seen.at(-1)?.headers.get("authorization")).toBe(`Bearer ${jwt("ben", 1)}`);
});

test("a way to sign that comes late is used for what was refused before", async () => {
  const server = testServer();
  server.answer("/api/records/opportunity/dataset", async ({ headers }) =>
    headers.get("authorization") === null
      ? problem(401, "kernel/unauthenticated", "Who are you?")
      : testServer().fetch("/api/records/opportunity/dataset"),
  );
  const element = await mount(server, { defaultValue: byRegion });
  await expect.element(page.getByText(/You are no longer signed in/)).toBeVisible();
  element.getToken = () => "late";
  await expect.poll(() => tableTextIn(element)().at(-1)?.at(-1)).toBe("€1,470.50");
});

test("an empty attribute is none, and a locale that is none is read as English", async () => {
  const attributes = { "report-id": "", locale: "??" };
  const element = await mount(testServer(), { defaultValue: byRegion }, attributes);
  await expect.poll(() => tableTextIn(element)().at(-1)?.at(-1)).toBe("€1,470.50");
});

test("registering twice is harmless, and another name can be chosen", () => {
  defineEnneadPivot();
  defineEnneadPivot("company-report");
  expect(customElements.get("company-report")).toBeDefined();
});

test.for(["light", "dark"])("axe finds nothing in the element, %s", async (theme) => {
  await mount(testServer(), { defaultValue: byRegion }, { theme });
  await expect.element(page.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
  expect(await findings()).toEqual([]);
});
