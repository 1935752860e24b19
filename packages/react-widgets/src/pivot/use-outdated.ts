"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { useEnnead } from "../kernel/context.ts";
import { queryDefaults } from "../kernel/queries.ts";
import type { LoadedRecords } from "./use-records.ts";

/** Milliseconds between two questions while somebody looks; each costs a 304. */
const pace = 60_000;

export interface Outdated {
  /** The server has other records than those shown. */
  readonly outdated: boolean;
  /** Something else has told so. */
  readonly noteOutdated: () => void;
}

/**
 * Whether records have changed since they were fetched: asked when the reader comes back to the page, and now and then
 * while he stays. What is shown stays until he asks for the new: numbers that change while one reads them mislead.
 */
export const useOutdated = (object: string, records: LoadedRecords | undefined): Outdated => {
  const { client } = useEnnead();
  const queries = useQueryClient();
  const etag = records?.etag ?? null;
  const queryKey = useMemo(
    () => ["ennead", client.baseUrl, "outdated", object, etag],
    [client.baseUrl, object, etag],
  );
  const { data = false } = useQuery({
    ...queryDefaults,
    queryKey,
    queryFn: async ({ signal }) => {
      const response = await client.record.dataset({
        params: { object },
        signal,
        accept: [304],
        headers: { "if-none-match": etag ?? "" },
      });
      // Only the first line of the answer was asked for.
      await response.body?.cancel();
      return response.status !== 304;
    },
    enabled: object !== "" && etag !== null,
    initialData: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: ({ state }) => (state.data === true ? false : "always"),
    refetchInterval: ({ state }) => (state.data === true ? false : pace),
  });
  const noteOutdated = useCallback(() => queries.setQueryData(queryKey, true), [queries, queryKey]);
  return { outdated: data, noteOutdated };
};
