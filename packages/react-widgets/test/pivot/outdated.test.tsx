import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { dealBytes, deals } from "../support/deals.ts";
import { mountPivot } from "../support/mount.tsx";
import { json, problem, testServer } from "../support/server.ts";
import { byRegion } from "../support/specs.ts";
import { tableText } from "../support/table.ts";

const dataset = "/api/records/opportunity/dataset";
const total = (): string | undefined => tableText().at(-1)?.at(-1);
/** The reader has been elsewhere and comes back. */
const comeBack = (): boolean => globalThis.dispatchEvent(new Event("visibilitychange"));

test("records that have changed are said to be, and shown when the reader wants them", async () => {
  const server = testServer();
  const { screen } = await mountPivot({ mode: "view", defaultValue: byRegion }, {}, server);
  await expect.poll(total).toBe("€1,470.50");
  comeBack();
  await expect.poll(() => server.seen.filter(({ path }) => path === dataset)).toHaveLength(2);
  expect(server.seen.at(-1)?.headers.get("if-none-match")).toBe('W/"7"');
  expect(screen.getByText("The records have changed since.").query()).toBeNull();
  server.answer(
    dataset,
    () => new Response(dealBytes(deals.slice(0, 4)), { headers: { etag: 'W/"8"' } }),
  );
  comeBack();
  await expect.element(screen.getByText("The records have changed since.")).toBeVisible();
  expect(total()).toBe("€1,470.50");
  await screen.getByRole("button", { name: "Show the new ones" }).click();
  await expect.poll(total).toBe("€1,050.50");
  await expect.element(screen.getByText("The records have changed since.")).not.toBeInTheDocument();
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Fetch the records again");
});

test("a server that counts other records beneath a cell tells that the table is old", async () => {
  const server = testServer();
  const report = "/api/analytics/reports/r1";
  server.answer(report, () => json({ id: "r1", name: "Kept", version: 1, ...byRegion }));
  server.answer(`${report}/explain`, () =>
    json({
      path: [],
      value: "400.50",
      records: 4,
      counted: 4,
      topRecords: [],
      topMembers: [],
      sinceDelivery: null,
    }),
  );
  const { screen } = await mountPivot({ mode: "view", reportId: "r1" }, {}, server);
  await screen.getByRole("gridcell", { name: "€350.50" }).click();
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByText("The records have changed since.")).toBeVisible();
});

test("a question that fails leaves the table as it is", async () => {
  const server = testServer();
  await mountPivot({ mode: "view", defaultValue: byRegion }, {}, server);
  await expect.poll(total).toBe("€1,470.50");
  server.answer(dataset, () => problem(500, "kernel/broken", "Broken."));
  comeBack();
  await expect.poll(() => server.seen.filter(({ path }) => path === dataset)).toHaveLength(2);
  await expect.poll(total).toBe("€1,470.50");
});

test("a stored report whose field has vanished keeps it when it is saved", async () => {
  const server = testServer();
  const margin = { name: "margin", field: "margin" };
  const value: PivotReportValue = {
    ...byRegion,
    spec: {
      ...byRegion.spec,
      rows: [margin, ...byRegion.spec.rows],
      filter: ["and", ["in", "tier", ["Gold"]], ["notNull", "amount"]],
    },
  };
  server.answer("/api/analytics/reports/r1", ({ method, body }) =>
    method === "GET"
      ? json({ id: "r1", name: "Kept", version: 1, ...value })
      : json({ id: "r1", name: "Kept", version: 2, ...(body as object) }),
  );
  const { screen } = await mountPivot({ reportId: "r1" }, {}, server);
  await expect
    .element(screen.getByRole("button", { name: "“margin” is not available to you" }))
    .toBeVisible();
  await screen.getByRole("button", { name: "Remove Close date · Year" }).click();
  await screen.getByRole("button", { name: "Save", exact: true }).click();
  await expect
    .poll(() => server.seen.find(({ method }) => method === "PATCH")?.body)
    .toMatchObject({ spec: { ...value.spec, cols: [] } });
});
