"use client";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";

import type { PivotCreateBody, PivotListAnswer, ReportAnswer } from "../kernel/api.gen.ts";
import { createActionKeys } from "../kernel/client/action-key.ts";
import { useEnnead } from "../kernel/context.ts";
import { queryDefaults } from "../kernel/queries.ts";
import type { PivotReportValue } from "./value.ts";

/** The saved report with this id, asked for anew each time it is opened: another tab may have changed it. */
export const useSavedReport = (id: string | null): UseQueryResult<ReportAnswer> => {
  const { client } = useEnnead();
  return useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "report", id],
    queryFn: ({ signal }) => client.pivot.read({ params: { id: id ?? "" }, signal }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
};

/** The reports the reader may open, all pages of them; asked for when the list is opened. */
export const useReportList = (enabled: boolean): UseQueryResult<readonly ReportAnswer[]> => {
  const { client } = useEnnead();
  return useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "reports"],
    queryFn: async ({ signal }) => {
      const items: ReportAnswer[] = [];
      let cursor: string | undefined;
      do {
        const page: PivotListAnswer = await client.pivot.list({
          query: { limit: "200", cursor },
          signal,
        });
        items.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return items;
    },
    enabled,
  });
};

interface Stored {
  readonly value: PivotReportValue;
  readonly name: string;
  readonly current: ReportAnswer | null;
}

export interface SaveReport {
  /** Saves over `current` if its version is still the stored one; as a new report when it is null. */
  readonly save: (stored: Stored) => void;
  readonly saving: boolean;
  readonly error: Error | null;
  /** Forgets the last failure. */
  readonly forget: () => void;
}

export const useSaveReport = (
  onSaved: (report: ReportAnswer, value: PivotReportValue) => void,
): SaveReport => {
  const { client } = useEnnead();
  const queries = useQueryClient();
  const [keys] = useState(createActionKeys);
  const { mutate, isPending, error, reset } = useMutation({
    networkMode: "always",
    mutationFn: ({ value, name, current }: Stored) => {
      const body: PivotCreateBody = { name, spec: value.spec, view: { ...value.view } };
      const idempotencyKey = keys.keyOf([body, current?.id, current?.version]);
      if (current === null) return client.pivot.create({ body, idempotencyKey });
      const { id, version } = current;
      return client.pivot.update({ params: { id }, body, ifMatch: version, idempotencyKey });
    },
    onSuccess: async (report, { value }) => {
      keys.done();
      onSaved(report, value);
      await queries.invalidateQueries({ queryKey: ["ennead", client.baseUrl, "reports"] });
    },
  });
  return { save: mutate, saving: isPending, error, forget: reset };
};

/** Asks for the stored version of a report, whatever is open of it. */
export const useStoredVersion = (
  onStored: (report: ReportAnswer) => void,
): {
  readonly load: (id: string) => void;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly forget: () => void;
} => {
  const { client } = useEnnead();
  const { mutate, isPending, error, reset } = useMutation({
    networkMode: "always",
    mutationFn: (id: string) => client.pivot.read({ params: { id } }),
    onSuccess: onStored,
  });
  return { load: mutate, loading: isPending, error, forget: reset };
};
