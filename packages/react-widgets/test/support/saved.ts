import type { PivotReportValue } from "../../src/pivot/index.ts";
import { json, testServer, type TestServer } from "./server.ts";
import { byRegion } from "./specs.ts";

/** A server that holds `value` as the report `r1`, called Kept. */
export const savedReport = (value: PivotReportValue = byRegion): TestServer => {
  const server = testServer();
  server.answer("/api/analytics/reports/r1", () =>
    json({ id: "r1", name: "Kept", version: 1, folderId: null, archivedAt: null, ...value }),
  );
  return server;
};

export const reportPath = "/api/analytics/reports/r1";
