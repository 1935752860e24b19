import { useQuery } from "@tanstack/react-query";

import { api } from "./api.ts";

export interface Progress {
  readonly state: "running" | "done" | "failed";
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

/** How far the sample data is, asked anew until it is complete. */
export const useProgress = (): Progress | undefined =>
  useQuery({
    queryKey: ["demo-progress"],
    queryFn: () => api<Progress>("GET", "/demo/progress"),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 500 : false),
    staleTime: 0,
  }).data;
