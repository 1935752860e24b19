import { useQuery } from "@tanstack/react-query";

import { api } from "../../app/api.ts";

export interface SavedReport {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spec: { readonly source: string };
  readonly ownerId: string | null;
  readonly updatedAt: string;
}

/** Reports this person may open, the latest first. */
export const useReports = () =>
  useQuery({
    queryKey: ["portal-reports"],
    queryFn: async () =>
      (
        await api<{ items: readonly SavedReport[] }>(
          "GET",
          "/api/analytics/reports?limit=200&sort=-updatedAt",
        )
      ).items,
  });
