import { expect, test } from "vitest";
import { page } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { dealBytes } from "../support/deals.ts";
import { mountPivot } from "../support/mount.tsx";
import { json, problem, testServer } from "../support/server.ts";
import { byRegion } from "../support/specs.ts";

const dataset = "/api/records/opportunity/dataset";

test("while records are on their way the widget says which", async () => {
  const server = testServer();
  const { promise, resolve } = Promise.withResolvers<Response>();
  server.answer(dataset, () => promise);
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await expect.element(screen.getByText("Loading Opportunities…")).toBeVisible();
  resolve(new Response(dealBytes(), { headers: { etag: 'W/"7"' } }));
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
});

test("without records the widget says so", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, testServer(dealBytes([])));
  await expect.element(screen.getByText("No Opportunities yet")).toBeVisible();
});

test("when filters leave nothing, the guilty one is named and can be dropped", async () => {
  const value: PivotReportValue = {
    ...byRegion,
    spec: {
      ...byRegion.spec,
      filter: ["and", ["in", "stage", ["Won"]], ["in", "region", ["North"]]],
    },
  };
  const { screen } = await mountPivot({ defaultValue: value });
  await expect.element(screen.getByText("“Region: North” alone leaves no record.")).toBeVisible();
  await screen.getByRole("button", { name: "Drop “Region: North”" }).click();
  await expect.element(screen.getByRole("gridcell", { name: "€1,400.50" })).toBeVisible();
  // The button is gone; the focus is not.
  expect(document.activeElement?.className).toBe("ennead-pivot-stage");
});

test("a failure names fault and request, keeps the builder, and can be tried again", async () => {
  const server = testServer();
  server.answer(dataset, () => problem(422, "record/broken", "The data set is broken."));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await expect.element(screen.getByText("The data set is broken.")).toBeVisible();
  await expect.element(screen.getByText("record/broken · Request req-42")).toBeVisible();
  await screen.getByRole("button", { name: "Use Stage" }).click();
  await page.getByRole("menuitem", { name: "Add to rows" }).click();
  server.answer(dataset, () => new Response(dealBytes()));
  await screen.getByRole("button", { name: "Try again" }).click();
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
});

test.for([403, 404])("no right to the records (%i) is a state of its own", async (status) => {
  const server = testServer();
  server.answer(dataset, () => problem(status, "access/forbidden", "No."));
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  await expect.element(screen.getByText("You have no access to these records")).toBeVisible();
  await expect.element(screen.getByText("Request req-42")).toBeVisible();
});

test("a field the reader may not see is shown in its place and can be removed", async () => {
  const value: PivotReportValue = {
    ...byRegion,
    spec: {
      ...byRegion.spec,
      rows: [
        { name: "margin", field: "margin" },
        { name: "region", field: "region" },
      ],
    },
  };
  const { screen } = await mountPivot({ defaultValue: value });
  await expect.element(screen.getByRole("alert")).toBeVisible();
  await expect
    .element(screen.getByRole("button", { name: "“margin” is not available to you" }))
    .toBeVisible();
  await screen.getByRole("button", { name: "Remove what is not available" }).click();
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
});

test("view mode shows the table without the builder", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion, mode: "view" });
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
  expect(document.querySelector(".ennead-pivot-fields")).toBeNull();
  expect(screen.getByRole("button", { name: "Undo" }).query()).toBeNull();
});

test("the chart has words and a table beside it", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("button", { name: "Bar chart" }).click();
  await expect
    .element(screen.getByRole("application", { name: /Sum of Amount by Region/ }))
    .toBeVisible();
  await expect
    .element(screen.getByText(/3 categories, 3 series; largest East, 2025 with €700.00/))
    .toBeVisible();
  await expect
    .poll(() => document.querySelectorAll(".ennead-chart-place svg path").length)
    .toBeGreaterThan(3);
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByRole("cell", { name: "€350.50" })).toBeVisible();
});

test("a saved report opens by its id and saves over its own version only", async () => {
  const server = testServer();
  const report = { id: "r1", name: "By region", version: 3, ...byRegion };
  server.answer("/api/analytics/reports/r1", ({ method, headers, body }) => {
    if (method === "GET") return json(report);
    return headers.get("if-match") === 'W/"3"'
      ? json({ ...report, ...(body as object), version: 4 })
      : problem(412, "kernel/precondition-failed", "Changed.");
  });
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await expect.element(screen.getByRole("heading", { name: "By region" })).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "Save" })).toBeDisabled();
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await screen.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(() => server.seen.find(({ method }) => method === "PATCH")?.body)
    .toMatchObject({ name: "By region", spec: { cols: [] } });
  await expect.element(screen.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("a report that somebody else has changed is not overwritten, and the reader is told", async () => {
  const server = testServer();
  server.answer("/api/analytics/reports/r1", ({ method }) =>
    method === "GET"
      ? json({ id: "r1", name: "By region", version: 3, ...byRegion })
      : problem(412, "kernel/precondition-failed", "Version 4 is stored."),
  );
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await screen.getByRole("button", { name: "Save" }).click();
  await expect.element(screen.getByText(/Someone else changed this in the meantime/)).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "Save" })).toBeEnabled();
});

test("a new report asks for its name before it is saved", async () => {
  const server = testServer();
  const { screen } = await mountPivot({ defaultValue: byRegion }, {}, server);
  server.answer("/api/analytics/reports", ({ method, body }) =>
    method === "POST"
      ? json({ id: "r2", version: 1, ...(body as object) }, 201)
      : json({ items: [] }),
  );
  await screen.getByRole("button", { name: "Save" }).click();
  await page.getByRole("textbox", { name: "Name of the report" }).fill("Regions");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect.element(screen.getByRole("heading", { name: "Regions" })).toBeVisible();
});
