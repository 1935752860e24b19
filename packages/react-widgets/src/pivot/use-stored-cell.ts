"use client";
import {
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from "@tanstack/react-query";

import type { PivotExplanation, PivotRecordsAnswer } from "../kernel/api.gen.ts";
import { useEnnead } from "../kernel/context.ts";
import { queryDefaults } from "../kernel/queries.ts";
import type { CellPlace } from "./answers.ts";

/** A stored report, at the version that is shown. */
export interface StoredReport {
  readonly id: string;
  readonly version: number;
}

/** Asked anew each time a cell is opened: rights and records may have changed. */
const fresh = { ...queryDefaults, staleTime: 0, gcTime: 0 } as const;

const pageSize = 100;

/** Why a cell of a stored report is what it is, with the rights that the reader has now. */
export const useStoredReasons = (
  { id, version }: StoredReport,
  place: CellPlace,
): UseQueryResult<PivotExplanation> => {
  const { client } = useEnnead();
  const { row, col, measure } = place;
  return useQuery({
    ...fresh,
    queryKey: ["ennead", client.baseUrl, "report", id, version, "why", place],
    queryFn: ({ signal }) =>
      client.pivot.explain({ params: { id }, body: { row, col, value: measure }, signal }),
  });
};

/** The records beneath a cell of a stored report, page by page, with the rights that the reader has now. */
export const useStoredRecords = (
  { id, version }: StoredReport,
  place: CellPlace,
): UseInfiniteQueryResult<InfiniteData<PivotRecordsAnswer>> => {
  const { client } = useEnnead();
  const { row, col, measure } = place;
  return useInfiniteQuery({
    ...fresh,
    queryKey: ["ennead", client.baseUrl, "report", id, version, "records", place],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      client.pivot.records({
        params: { id },
        body: { row, col, value: measure, limit: pageSize, after: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.next,
  });
};
