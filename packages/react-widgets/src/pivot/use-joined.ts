"use client";
import type { Dataset, PivotSpec } from "@ennead/core/pivot";
import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";

import { useRecordsQuery, type LoadedRecords } from "./use-records.ts";

export interface Joined {
  /** What the joins name; undefined while some of it is on its way. */
  readonly datasets: ReadonlyMap<string, Dataset> | undefined;
  readonly error: Error | null;
}

const none: ReadonlyMap<string, Dataset> = new Map();

interface Combined {
  /** In the order asked for; undefined until all are there. */
  readonly datasets: readonly Dataset[] | undefined;
  readonly error: Error | null;
}

const combine = (answers: readonly UseQueryResult<LoadedRecords>[]): Combined => {
  const datasets = answers.flatMap(({ data }) => (data === undefined ? [] : [data.dataset]));
  return {
    datasets: datasets.length === answers.length ? datasets : undefined,
    error: answers.find(({ data, error }) => data === undefined && error !== null)?.error ?? null,
  };
};

/** The records that a report looks up in other objects. */
export const useJoined = ({ joins = [] }: PivotSpec): Joined => {
  const queryOf = useRecordsQuery();
  const key = JSON.stringify([...new Set(joins.map(({ source }) => source))].toSorted());
  const sources = useMemo(() => JSON.parse(key) as string[], [key]);
  const { datasets, error } = useQueries({
    queries: sources.map((source) => queryOf(source)),
    combine,
  });
  const known = useMemo(() => {
    if (sources.length === 0) return none;
    if (datasets === undefined) return undefined;
    return new Map(datasets.map((dataset, at) => [sources[at] ?? "", dataset]));
  }, [sources, datasets]);
  return { datasets: known, error };
};
