"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import type {
  FolderAnswer,
  PivotFoldersAnswer,
  PivotListAnswer,
  ReportAnswer,
} from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { useAction, type Action } from "../../kernel/parts/use-action.ts";
import { queryDefaults } from "../../kernel/queries.ts";
import { useReportList } from "../use-report.ts";

export interface Library {
  readonly reports: UseQueryResult<readonly ReportAnswer[]>;
  readonly folders: UseQueryResult<readonly FolderAnswer[]>;
  readonly move: Action<{ readonly report: ReportAnswer; readonly folderId: string | null }>;
  readonly duplicate: Action<ReportAnswer>;
  /** Archives a report, or brings it back. */
  readonly archive: Action<ReportAnswer>;
  readonly createFolder: Action<{ readonly name: string; readonly parentId: string | null }>;
  readonly renameFolder: Action<{ readonly folder: FolderAnswer; readonly name: string }>;
  readonly removeFolder: Action<FolderAnswer>;
}

interface Heard {
  readonly onMoved: (report: ReportAnswer) => void;
  readonly onDuplicated: (report: ReportAnswer) => void;
  readonly onArchived: (report: ReportAnswer) => void;
}

const allPages = async <T>(
  ask: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
): Promise<readonly T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
};

/** The saved reports and their folders, and what can be done with them. */
export const useLibrary = (archived: boolean, heard: Heard): Library => {
  const { client } = useEnnead();
  const { pivot } = client;
  // The list of the menu lies under the same key: what changes here is fetched again there.
  const stale = ["ennead", client.baseUrl, "reports"];
  const present = useReportList(!archived);
  const away = useQuery({
    ...queryDefaults,
    queryKey: [...stale, "archived"],
    queryFn: ({ signal }) =>
      allPages<ReportAnswer>((cursor): Promise<PivotListAnswer> =>
        pivot.list({ query: { limit: "200", cursor, archived: "true" }, signal }),
      ),
    enabled: archived,
  });
  const folders = useQuery({
    ...queryDefaults,
    queryKey: [...stale, "folders"],
    queryFn: ({ signal }) =>
      allPages<FolderAnswer>((cursor): Promise<PivotFoldersAnswer> =>
        pivot.folders({ query: { limit: "200", cursor }, signal }),
      ),
  });
  return {
    reports: archived ? away : present,
    folders,
    move: useAction(
      ({ report, folderId }, idempotencyKey) =>
        pivot.update({
          params: { id: report.id },
          body: { folderId },
          ifMatch: report.version,
          idempotencyKey,
        }),
      stale,
      heard.onMoved,
    ),
    duplicate: useAction(
      ({ id }: ReportAnswer, idempotencyKey) => pivot.duplicate({ params: { id }, idempotencyKey }),
      stale,
      heard.onDuplicated,
    ),
    archive: useAction(
      ({ id, archivedAt }: ReportAnswer, idempotencyKey) =>
        archivedAt === null
          ? pivot.archive({ params: { id }, idempotencyKey })
          : pivot.unarchive({ params: { id }, idempotencyKey }),
      stale,
      heard.onArchived,
    ),
    createFolder: useAction(
      (body, idempotencyKey) => pivot.createFolder({ body, idempotencyKey }),
      stale,
    ),
    renameFolder: useAction(
      ({ folder: { id, version }, name }, idempotencyKey) =>
        pivot.updateFolder({ params: { id }, body: { name }, ifMatch: version, idempotencyKey }),
      stale,
    ),
    removeFolder: useAction(
      ({ id, version }: FolderAnswer, idempotencyKey) =>
        pivot.deleteFolder({ params: { id }, ifMatch: version, idempotencyKey }),
      stale,
    ),
  };
};
