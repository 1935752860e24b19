import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import type { PivotReportProps } from "../../src/pivot/index.ts";
import { mountPivot, type Mounted } from "../support/mount.tsx";
import { json, problem, testServer, type TestServer } from "../support/server.ts";
import { byRegion } from "../support/specs.ts";

const path = "/api/analytics/reports/r1";
const panel = () => page.getByRole("complementary", { name: "About this cell" });
const facts = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-facts > div")].map((line) =>
    [...line.children].map((part) => part.textContent).join(": "),
  );
const records = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-records tbody tr")].map(
    (row) => row.querySelector("td")?.textContent ?? "",
  );

const why = {
  path: [],
  measure: byRegion.spec.values[0],
  value: "350.50",
  records: 3,
  counted: 3,
  topRecords: [{ id: "d2", label: "Beta", value: "200.50" }],
  topMembers: [],
  sinceDelivery: null,
};

const columns = [
  { name: "name", type: "text" },
  { name: "region", type: "text" },
  { name: "closeDate", type: "date" },
  { name: "amount", type: "money" },
  { name: "amount.currency", type: "text" },
];
const deal = (name: string, amount: string | null) => ({
  id: name,
  cells: { name, region: "East", closeDate: "2024-01-15", amount, "amount.currency": "EUR" },
});

const storing = (): TestServer => {
  const server = testServer();
  server.answer(path, () => json({ id: "r1", name: "Kept", version: 4, ...byRegion }));
  server.answer(`${path}/explain`, () => json(why));
  server.answer(`${path}/records`, ({ body }) =>
    (body as { after: string | null }).after === null
      ? json({ columns, items: [deal("Alpha", "100.00")], total: 2, next: "Alpha" })
      : json({ columns, items: [deal("Beta", null)], total: 2, next: null }),
  );
  return server;
};

const opened = async (
  server: TestServer,
  keys = "{Enter}",
  props: PivotReportProps = { mode: "view" },
): Promise<Mounted> => {
  const mounted = await mountPivot({ reportId: "r1", ...props }, {}, server);
  await mounted.screen.getByRole("gridcell", { name: "€350.50" }).click();
  await userEvent.keyboard(keys);
  return mounted;
};
const asked = (server: TestServer, end: string) =>
  server.seen.filter((request) => request.path === `${path}/${end}`);

test("why a cell of a stored report is what it is comes from the server", async () => {
  const server = storing();
  await opened(server);
  await expect.element(panel().getByText("From 3 records.")).toBeVisible();
  await expect
    .element(
      panel().getByText("Sum of Amount for Region “East” and Close date · Year “2024”.", {
        exact: true,
      }),
    )
    .toBeVisible();
  expect(facts()).toEqual(["Beta: €200.50"]);
  expect(asked(server, "explain").map(({ body }) => body)).toEqual([
    { row: ["East"], col: ["2024"], value: "amount.sum" },
  ]);
});

test("what has changed since the last delivery is told when the server tells it", async () => {
  const server = storing();
  const sinceDelivery = { at: "2025-01-03T08:00:00Z", value: "300.00", change: "50.50" };
  server.answer(`${path}/explain`, () => json({ ...why, sinceDelivery }));
  await opened(server);
  await expect.element(panel().getByText(/^Since the last delivery, Jan 3, 2025/)).toBeVisible();
  expect(facts().slice(0, 2)).toEqual(["In that delivery: €300.00", "Change: +€50.50 (+16.8%)"]);
});

test("records of a stored report come from the server, a page at a time", async () => {
  const server = storing();
  await opened(server, "{Shift>}{Enter}{/Shift}");
  await expect.element(panel().getByText("1 of 2 records")).toBeVisible();
  await expect.element(panel().getByRole("cell", { name: "€100.00" })).toBeVisible();
  await panel().getByRole("button", { name: "Show more" }).click();
  await expect.poll(records).toEqual(["Alpha", "Beta"]);
  await expect.element(panel().getByRole("button", { name: "Show more" })).not.toBeInTheDocument();
  expect(asked(server, "records").map(({ body }) => (body as { after: unknown }).after)).toEqual([
    null,
    "Alpha",
  ]);
});

test("a refusal is told in the panel and can be asked again; a cell that is gone is said to be", async () => {
  const server = storing();
  server.answer(`${path}/records`, () => problem(403, "access/forbidden", "Not any more."));
  await opened(server, "{Shift>}{Enter}{/Shift}");
  await expect.element(panel().getByRole("alert")).toBeVisible();
  await expect.element(panel().getByText("access/forbidden · Request req-42")).toBeVisible();
  server.answer(`${path}/records`, () =>
    json({ columns, items: [deal("Alpha", "100.00")], total: 1, next: null }),
  );
  await panel().getByRole("button", { name: "Try again" }).click();
  await expect.poll(records).toEqual(["Alpha"]);
  server.answer(`${path}/explain`, () => problem(422, "pivot/unknown-cell", "No such cell."));
  await panel().getByRole("button", { name: "Why?" }).click();
  await expect.element(panel().getByText("This cell is no longer in the report.")).toBeVisible();
});

test("what is not stored is answered from the records at hand", async () => {
  const server = storing();
  const { screen } = await opened(server, "{Enter}", {});
  await expect.poll(facts).toEqual(["Beta: €200.50"]);
  await screen.getByRole("columnheader", { name: "2024" }).click();
  await expect.poll(facts).toEqual(["Beta: €200.50", "Alpha: €100.00", "Gamma: €50.00"]);
  expect(asked(server, "explain")).toHaveLength(1);
});

test("a cell filters the report like its mark in a chart", async () => {
  const server = storing();
  await opened(server);
  await panel().getByRole("button", { name: "Filter by this" }).click();
  await expect
    .poll(() => document.querySelector(".ennead-pivot-chip")?.textContent)
    .toBe("Region: East");
  // What the reader sees is no longer what is stored.
  await expect.poll(facts).toEqual(["Beta: €200.50", "Alpha: €100.00", "Gamma: €50.00"]);
});
