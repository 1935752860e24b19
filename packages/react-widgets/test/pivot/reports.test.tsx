import { expect, test } from "vitest";
import { render } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { PivotReport } from "../../src/pivot/index.ts";
import { reportValue } from "../../src/pivot/value.ts";
import { findings } from "../support/axe.ts";
import { mountPivot, withProvider } from "../support/mount.tsx";
import { json, problem, testServer, type TestServer } from "../support/server.ts";
import { byRegion, byRegionAndStage } from "../support/specs.ts";
import { tableText } from "../support/table.ts";

const path = "/api/analytics/reports";

interface Kept {
  version: number;
  value: PivotReportValue;
}

/** Keeps report `r1` like the edge: a change based on another version is refused. */
const keeping = (value: PivotReportValue): { readonly server: TestServer; readonly kept: Kept } => {
  const server = testServer();
  const kept: Kept = { version: 1, value };
  const answer = () => json({ id: "r1", name: "Kept", version: kept.version, ...kept.value });
  server.answer(path, () => json({ items: [{ id: "r1", name: "Kept" }], next: null }));
  server.answer(`${path}/r1`, ({ method, headers, body }) => {
    if (method === "GET") return answer();
    if (headers.get("if-match") !== `W/"${kept.version}"`) {
      return problem(412, "kernel/precondition-failed", "Changed.");
    }
    kept.version += 1;
    kept.value = body as PivotReportValue;
    return answer();
  });
  return { server, kept };
};

const chips = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-entry-label")].map(
    ({ textContent }) => textContent ?? "",
  );

const well = (): string | null | undefined =>
  document.activeElement?.closest("[data-well]")?.getAttribute("data-well");

test("a conflict loses neither side: the stored version is shown, undo brings the own one back", async () => {
  const { server, kept } = keeping(byRegion);
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  kept.version = 2;
  kept.value = byRegionAndStage;
  await screen.getByRole("button", { name: "Save", exact: true }).click();
  await screen.getByRole("button", { name: "Show the stored version" }).click();
  await expect.poll(chips).toEqual(["Region", "Stage", "Sum of Amount"]);
  await expect.element(screen.getByText(/Someone else changed this/)).not.toBeInTheDocument();
  await screen.getByRole("button", { name: "Undo" }).click();
  await expect.poll(chips).toEqual(["Region", "Sum of Amount"]);
  await screen.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => kept.version).toBe(3);
  expect(kept.value.spec.rows).toHaveLength(1);
});

test("saving keeps the focus where it was", async () => {
  const { server, kept } = keeping(byRegion);
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await screen.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => kept.version).toBe(2);
  await expect.poll(() => document.activeElement?.textContent).toBe("Save");
});

test("opening another report asks before it drops what is not saved, and gets the newest version", async () => {
  const { server, kept } = keeping(byRegion);
  const { screen } = await mountPivot({ object: "opportunity" }, {}, server);
  await screen.getByRole("button", { name: "Use Stage" }).click();
  await page.getByRole("menuitem", { name: "Add to rows" }).click();
  const open = async (): Promise<void> => {
    await screen.getByRole("button", { name: "Reports" }).click();
    await page.getByRole("menuitem", { name: "Kept" }).click();
  };
  await open();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect.poll(chips).toEqual(["Stage", "Records"]);
  await open();
  await page.getByRole("button", { name: "Discard them and open" }).click();
  await expect.element(screen.getByRole("heading", { name: "Kept" })).toBeVisible();
  kept.value = byRegionAndStage;
  await open();
  await expect.poll(chips).toEqual(["Region", "Stage", "Sum of Amount"]);
});

test("a report of a newer version is not guessed at and never stored over", async () => {
  const newer = { spec: { version: 2, source: "opportunity", layers: [] }, view: {} };
  const { server } = keeping(newer as unknown as PivotReportValue);
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await expect.element(screen.getByText("This report was made with a newer version")).toBeVisible();
  await screen.getByRole("button", { name: "Save", exact: true }).click({ force: true });
  expect(document.querySelector(".ennead-pivot-fields")).toBeNull();
  expect(server.seen.every(({ method }) => method === "GET")).toBe(true);
});

test("a foreign view does not break the table, and what it holds besides is kept", () => {
  expect(reportValue(byRegion.spec, { collapsed: { rows: "all" }, widths: [7] })).toEqual({
    spec: byRegion.spec,
    view: { widths: [7] },
  });
  expect(reportValue(byRegion.spec, { collapsed: null }).view).toEqual({});
  expect(reportValue(byRegion.spec, "large").view).toEqual({});
});

test("a report that is gone is said to be, and a new one can be begun", async () => {
  const server = testServer();
  const { screen } = await mountPivot({ reportId: "gone", object: "opportunity" }, {}, server);
  await expect.element(screen.getByText("The report could not be opened")).toBeVisible();
  await screen.getByRole("button", { name: "New report" }).click();
  await expect.element(screen.getByRole("gridcell", { name: "8" })).toBeVisible();
});

test("a list of reports that is empty or failed says so", async () => {
  const server = testServer();
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await screen.getByRole("button", { name: "Reports" }).click();
  await expect.element(page.getByText("No saved reports yet")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  server.answer(path, () => problem(422, "report/broken", "The list is broken."));
  await screen.getByRole("button", { name: "Reports" }).click();
  await expect.element(page.getByText("The list is broken.")).toBeVisible();
});

test("a failed refresh leaves the records from before and says so", async () => {
  const server = testServer();
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
  server.answer("/api/records/opportunity/dataset", () => problem(422, "record/broken", "Broken."));
  await screen.getByRole("button", { name: "Fetch the records again" }).click();
  await expect.element(screen.getByText(/asking again failed. Broken./)).toBeVisible();
  expect(tableText().at(-1)?.at(-1)).toBe("€1,470.50");
  server.answer("/api/records/opportunity/dataset", () => problem(403, "access/forbidden", "No."));
  await screen.getByRole("button", { name: "Fetch the records again" }).click();
  await expect.element(screen.getByText("You have no access to these records")).toBeVisible();
});

test("the way to the records is shown in bytes while it is long", async () => {
  const server = testServer();
  const first = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  server.answer(
    "/api/records/opportunity/dataset",
    () =>
      new Response(new ReadableStream({ start: (controller) => first.resolve(controller) }), {
        headers: { "content-length": "4000000" },
      }),
  );
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  (await first.promise).enqueue(new Uint8Array(1_000_000));
  const bar = screen.getByRole("progressbar");
  await expect.element(bar).toHaveAttribute("value", "1000000");
  await expect.element(screen.getByText("1.0 of 4.0 MB")).toBeVisible();
});

test("two widgets of one provider share the records and have names of their own", async () => {
  const server = testServer();
  await page.viewport(1200, 800);
  await render(
    withProvider(
      server,
      <>
        <PivotReport defaultValue={byRegion} />
        <PivotReport defaultValue={byRegionAndStage} />
      </>,
    ),
  );
  await expect
    .poll(() => document.querySelectorAll(".ennead-pivot-fields [role=row]").length)
    .toBeGreaterThan(8);
  await expect.poll(() => document.querySelectorAll("[role=treegrid]").length).toBe(2);
  expect(server.seen.filter(({ path: at }) => at.endsWith("/dataset"))).toHaveLength(1);
  expect(await findings()).toEqual([]);
});

test("Enter on a field opens its menu at the first item", async () => {
  const { screen } = await mountPivot();
  await expect.element(screen.getByRole("gridcell", { name: "8" })).toBeVisible();
  await screen.getByRole("searchbox", { name: "Search fields" }).click();
  await userEvent.keyboard("{Tab}");
  await userEvent.keyboard("{ArrowDown}{Enter}");
  await expect.poll(() => document.activeElement?.textContent).toBe("Add to rows");
  await userEvent.keyboard("{Enter}");
  await expect.poll(chips).toEqual(["Region", "Records"]);
});

test("an entry that goes by its menu or its cross leaves the focus in its well", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await expect.poll(chips).toEqual(["Region", "Sum of Amount"]);
  await expect.poll(well).toBe("cols");
  await screen.getByRole("button", { name: "Options of Region" }).click();
  await page.getByRole("menuitem", { name: "Move to columns" }).click();
  await expect.poll(chips).toEqual(["Region", "Sum of Amount"]);
  await expect.poll(well).toBe("rows");
});
