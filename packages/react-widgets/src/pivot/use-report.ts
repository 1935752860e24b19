"use client";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";

import { useEnnead } from "../kernel/context.ts";
import type { ListAnswer, ReportAnswer } from "../kernel/wire.ts";
import type { PivotReportValue } from "./value.ts";

const path = "/api/analytics/reports";

/** The saved report with this id. */
export const useSavedReport = (id: string | null): UseQueryResult<ReportAnswer> => {
  const { client } = useEnnead();
  return useQuery({
    queryKey: ["ennead", client.baseUrl, "report", id],
    queryFn: ({ signal }) =>
      client.get<ReportAnswer>(`${path}/${encodeURIComponent(id ?? "")}`, { signal }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
};

/** The reports the reader may open; asked for when the list is opened. */
export const useReportList = (enabled: boolean): UseQueryResult<readonly ReportAnswer[]> => {
  const { client } = useEnnead();
  return useQuery({
    queryKey: ["ennead", client.baseUrl, "reports"],
    queryFn: async ({ signal }) =>
      (await client.get<ListAnswer<ReportAnswer>>(path, { signal, query: { limit: 200 } })).items,
    enabled,
  });
};

export interface SaveReport {
  /** Saves over `current` if its version is still the stored one; as a new report when it is null. */
  readonly save: (value: PivotReportValue, name: string, current: ReportAnswer | null) => void;
  readonly saving: boolean;
  readonly error: Error | null;
}

export const useSaveReport = (
  onSaved: (report: ReportAnswer, value: PivotReportValue) => void,
): SaveReport => {
  const { client } = useEnnead();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (wanted: {
      readonly value: PivotReportValue;
      readonly name: string;
      readonly current: ReportAnswer | null;
    }) => {
      const body = { name: wanted.name, ...wanted.value };
      if (wanted.current === null) return client.post<ReportAnswer>(path, body);
      const { id, version } = wanted.current;
      return client.patch<ReportAnswer>(`${path}/${encodeURIComponent(id)}`, body, {
        ifMatch: version,
      });
    },
    onSuccess: async (report, wanted) => {
      queries.setQueryData(["ennead", client.baseUrl, "report", report.id], report);
      onSaved(report, wanted.value);
      await queries.invalidateQueries({ queryKey: ["ennead", client.baseUrl, "reports"] });
    },
  });
  return {
    save: (value, name, current) => mutate({ value, name, current }),
    saving: isPending,
    error,
  };
};
