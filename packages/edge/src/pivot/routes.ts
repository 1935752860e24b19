import type { Route } from "../kernel/index.ts";
import { drillRoutes } from "./drill-routes.ts";
import { exportRoutes } from "./export-routes.ts";
import { folderRoutes } from "./folder-routes.ts";
import { linkRoutes } from "./link-routes.ts";
import { reportRoutes } from "./report-routes.ts";
import type { ResultCache } from "./result-cache.ts";
import { runRoutes } from "./run-routes.ts";
import { scheduleRoutes } from "./schedule-routes.ts";
import { unsubscribeRoutes } from "./unsubscribe.ts";
import { versionRoutes } from "./version-routes.ts";

/** All routes of the room; answers of runs are kept in `cache`. */
export const pivotRoutes = (cache: ResultCache): readonly Route[] => [
  ...reportRoutes,
  ...versionRoutes,
  ...folderRoutes,
  ...runRoutes(cache),
  ...drillRoutes,
  ...exportRoutes,
  ...linkRoutes(cache),
  ...scheduleRoutes,
  ...unsubscribeRoutes,
];
