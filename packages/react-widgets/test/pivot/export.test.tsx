import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import { fileNameOf } from "../../src/pivot/exporting/file-name.ts";
import { openLine } from "../kernel/fake-edge.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { json, problem, testServer, type SeenRequest, type TestServer } from "../support/server.ts";
import { byRegion, byRegionAndStage } from "../support/specs.ts";
import { said } from "../support/table.ts";

const exportPath = (format: string): string => `/api/analytics/reports/export.${format}`;

interface Kept {
  readonly name: string;
  readonly bytes: Blob;
}

const kept: Kept[] = [];
const blobs = new Map<string, Blob>();

// The browser's own saving ends at a folder of its own; what it is told to save is what a page can see of it.
beforeEach(() => {
  kept.length = 0;
  const make = URL.createObjectURL.bind(URL);
  vi.spyOn(URL, "createObjectURL").mockImplementation((bytes) => {
    const url = make(bytes);
    if (bytes instanceof Blob) blobs.set(url, bytes);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    const bytes = blobs.get(this.href);
    if (bytes !== undefined) kept.push({ name: this.download, bytes });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const file = (text: string, name: string): Response =>
  new Response(text, {
    headers: { "content-disposition": `attachment; filename="plain"; filename*=UTF-8''${name}` },
  });

const take = async (screen: RenderResult, item: string): Promise<void> => {
  await screen.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};

const asked = ({ seen }: TestServer): SeenRequest | undefined =>
  seen.findLast(({ path }) => path.includes("/export."));

const ready = (screen: RenderResult) =>
  expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();

test("what is on screen is sent for as it is, and kept under the server's name", async () => {
  const server = testServer();
  server.answer(exportPath("csv"), () => file("a,b", "Gr%C3%B6%C3%9Fe.csv"));
  const view = { collapsed: { rows: [["East"]] } };
  const { screen } = await mountPivot(
    { defaultValue: { ...byRegionAndStage, view }, title: "Deals" },
    { timeZone: "Europe/Berlin" },
    server,
  );
  await ready(screen);
  await take(screen, "CSV");
  await expect.poll(() => kept.map(({ name }) => name)).toEqual(["Größe.csv"]);
  expect(await kept[0]?.bytes.text()).toBe("a,b");
  expect(asked(server)?.body).toEqual({
    name: "Deals",
    spec: { ...byRegionAndStage.spec, timeZone: "Europe/Berlin" },
    view,
    of: "cells",
  });
  await expect.poll(said).toBe("Größe.csv was saved");
});

test.each([
  ["Excel (XLSX)", "xlsx"],
  ["Web page (HTML)", "html"],
  ["PDF with chart", "pdf"],
  ["JSON", "json"],
  ["Arrow", "arrow"],
])("%s is a file too", async (item, format) => {
  const server = testServer();
  server.answer(exportPath(format), () => file("{}", `report.${format}`));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await take(screen, item);
  await expect.poll(() => kept.map(({ name }) => name)).toEqual([`report.${format}`]);
  expect(await kept[0]?.bytes.text()).toBe("{}");
});

test("the records beneath are asked for by keyboard", async () => {
  const server = testServer();
  server.answer(exportPath("xlsx"), () => file("x", "records.xlsx"));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await screen.getByRole("button", { name: "Export" }).click();
  await userEvent.keyboard("{End}{Enter}");
  await expect.poll(() => kept.map(({ name }) => name)).toEqual(["records.xlsx"]);
  expect(asked(server)?.body).toMatchObject({ of: "records" });
});

test("a file on its way is shown, and can be given up", async () => {
  const server = testServer();
  const held = Promise.withResolvers<Response>();
  server.answer(exportPath("pdf"), () => held.promise);
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await take(screen, "PDF with chart");
  await expect.element(screen.getByText("The PDF file is being made…").first()).toBeVisible();
  expect(await findings()).toEqual([]);
  await screen.getByRole("button", { name: "Cancel" }).click();
  held.resolve(file("late", "late.pdf"));
  await expect.element(screen.getByRole("button", { name: "Cancel" })).not.toBeInTheDocument();
  expect(kept).toEqual([]);
});

test("a file that cannot be made says why, and can be asked for again", async () => {
  const server = testServer();
  server.answer(exportPath("csv"), () => problem(422, "pivot/too-many-cells", "Too many cells."));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await take(screen, "CSV");
  const alert = screen.getByRole("alert").getByText(/could not be made. Too many cells./);
  await expect.element(alert).toBeVisible();
  expect(await findings()).toEqual([]);
  server.answer(exportPath("csv"), () => file("a", "again.csv"));
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => kept.map(({ name }) => name)).toEqual(["again.csv"]);
  await expect.element(alert).not.toBeInTheDocument();
});

test("who may not export is told so in words", async () => {
  const server = testServer();
  server.answer(exportPath("csv"), () => problem(403, "kernel/forbidden", "No."));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await take(screen, "CSV");
  await expect
    .element(screen.getByText(/Ask your administrator for the right to export/))
    .toBeVisible();
  await screen.getByRole("button", { name: "Close" }).click();
});

test.each([
  [`attachment; filename="a.csv"; filename*=UTF-8''%E2%82%AC.csv`, "€.csv"],
  [`attachment; filename="a b.csv"`, "a b.csv"],
  [`attachment; filename="a.csv"; filename*=UTF-8''%ZZ`, "a.csv"],
  ["attachment", undefined],
  ["", undefined],
])("the header %s names %s", (header, name) => {
  const headers = { "content-disposition": header };
  expect(fileNameOf(new Response("", { headers }))).toBe(name);
});

test("a large file is made by a job whose progress is shown, then fetched and kept", async () => {
  const server = testServer();
  const line = openLine();
  const job = {
    id: "j1",
    kind: "report.export",
    state: "running",
    progress: { done: 500, total: 1000, phase: "rows" },
    result: null as unknown,
    fault: null,
    createdAt: "2025-02-01T00:00:00Z",
    endedAt: null,
  };
  server.answer(exportPath("xlsx"), () => json({ job: "j1" }, 202));
  server.answer("/api/jobs/j1", () => json(job));
  server.answer("/api/jobs/j1/events", () => line.response);
  server.answer("/api/analytics/exports/e1", () => new Response("large"));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await take(screen, "Excel (XLSX)");
  await expect.element(screen.getByText("writing rows")).toBeVisible();
  await expect.element(screen.getByText("50%")).toBeVisible();
  expect(await findings()).toEqual([]);
  const done = { ...job, state: "done", result: { id: "e1", name: "Deals.xlsx" } };
  line.send(`event: progress\ndata: ${JSON.stringify(done)}\n\n`);
  // A page of another origin may not read the header; the job has told the name.
  await expect.poll(() => kept.map(({ name }) => name)).toEqual(["Deals.xlsx"]);
  expect(await kept[0]?.bytes.text()).toBe("large");
  await expect.element(screen.getByText("writing rows")).not.toBeInTheDocument();
});

test("a job that fails says why and stays until it is closed", async () => {
  const server = testServer();
  const failed = {
    id: "j1",
    kind: "report.export",
    state: "failed",
    progress: null,
    result: null,
    fault: { code: "pivot/field-forbidden", message: "You may not read this field." },
    createdAt: "2025-02-01T00:00:00Z",
    endedAt: "2025-02-01T00:01:00Z",
  };
  server.answer(exportPath("csv"), () => json({ job: "j1" }, 202));
  server.answer("/api/jobs/j1", () => json(failed));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await ready(screen);
  await take(screen, "CSV");
  await expect.element(screen.getByText("You may not read this field.")).toBeVisible();
  await screen.getByRole("button", { name: "Close" }).click();
  await expect.element(screen.getByText("You may not read this field.")).not.toBeInTheDocument();
  expect(kept).toEqual([]);
});
