import type { Route } from "../kernel/index.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { drillRoutes } from "./drill-routes.ts";
import { exportRoutes } from "./export-routes.ts";
import { fetchDeliveredRoute } from "./fetch-delivered.ts";
import { fetchExportRoutes } from "./fetch-export.ts";
import { folderRoutes } from "./folder-routes.ts";
import { linkRoutes } from "./link-routes.ts";
import { openLinkRoutes } from "./open-link.ts";
import { reportRoutes } from "./report-routes.ts";
import type { Reporting } from "./reporting.ts";
import { runRoutes } from "./run-routes.ts";
import { scheduleRoutes } from "./schedule-routes.ts";
import { shareRoutes } from "./share-routes.ts";
import { unsubscribeRoutes } from "./unsubscribe.ts";
import { versionRoutes } from "./version-routes.ts";

/** All routes of the room. */
export const pivotRoutes = (reporting: Reporting): readonly Route[] => [
  ...reportRoutes,
  ...shareRoutes,
  ...versionRoutes,
  ...folderRoutes,
  ...runRoutes(reporting),
  ...drillRoutes(reporting),
  ...exportRoutes(reporting),
  ...fetchExportRoutes,
  fetchDeliveredRoute,
  ...linkRoutes,
  ...openLinkRoutes(reporting),
  ...scheduleRoutes,
  ...deliveryRoutes,
  ...unsubscribeRoutes,
];
