"use client";
import type { Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";
import {
  useQuery,
  useQueryClient,
  type UseQueryOptions,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useCallback } from "react";

import { useEnnead } from "../kernel/context.ts";
import { queryDefaults } from "../kernel/queries.ts";
import { readBytes, type Progress } from "../kernel/read-bytes.ts";
import { loadEngine, type Engine } from "./engine.ts";

export interface LoadedRecords {
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly etag: string | null;
}

/** The objects whose records the reader may see. */
export const useObjects = (): UseQueryResult<readonly ObjectDefinition[]> => {
  const { client } = useEnnead();
  return useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "objects"],
    queryFn: async ({ signal }) => (await client.record.listObjects({ signal })).items,
    staleTime: 300_000,
  });
};

/** Milliseconds between two looks at the progress: often enough to see it move. */
const pace = 100;

type RecordsQuery = UseQueryOptions<LoadedRecords>;

/** Asks for all records of an object as columns: for one object, or for several at once. */
export const useRecordsQuery = (): ((object: string) => RecordsQuery) => {
  const { client } = useEnnead();
  const queries = useQueryClient();
  return useCallback(
    (object) => {
      const queryKey = ["ennead", client.baseUrl, "dataset", object];
      const load = async (
        signal: AbortSignal,
        held: LoadedRecords | undefined,
      ): Promise<LoadedRecords> => {
        const engine = loadEngine();
        // Nobody waits for the engine if the request fails first; its own failure then is no news.
        engine.catch(() => undefined);
        const response = await client.record.dataset({
          params: { object },
          signal,
          accept: [304],
          headers: held?.etag == null ? {} : { "if-none-match": held.etag },
        });
        if (response.status === 304 && held !== undefined) return held;
        const progressKey = ["ennead", client.baseUrl, "progress", object];
        queries.setQueryData(progressKey, null);
        let told = Number.NEGATIVE_INFINITY;
        const tell = (progress: Progress): void => {
          const now = performance.now();
          if (now - told < pace) return;
          told = now;
          queries.setQueryData(progressKey, progress);
        };
        const bytes = await readBytes(response, tell, signal);
        const etag = response.headers.get("etag");
        const ready = await engine;
        return { dataset: ready.decode(bytes, etag ?? ""), engine: ready, etag };
      };
      return {
        ...queryDefaults,
        queryKey,
        queryFn: ({ signal }) => load(signal, queries.getQueryData<LoadedRecords>(queryKey)),
        enabled: object !== "",
        staleTime: Number.POSITIVE_INFINITY,
        // Columns are typed arrays: comparing them member by member would cost more than it saves.
        structuralSharing: false,
      };
    },
    [client, queries],
  );
};

/**
 * All records of an object as columns, fetched once and kept; asking again costs a 304 when nothing has changed. The
 * engine comes along, so that neither delays the other.
 */
export const useRecords = (object: string): UseQueryResult<LoadedRecords> =>
  useQuery(useRecordsQuery()(object));

/** How far the records of an object have come; null before the first byte. In the cache, for all widgets that wait. */
export const useProgress = (object: string): Progress | null => {
  const { client } = useEnnead();
  const { data } = useQuery<Progress | null>({
    queryKey: ["ennead", client.baseUrl, "progress", object],
    queryFn: () => null,
    enabled: false,
  });
  return data ?? null;
};
