import type { FolderAnswer } from "../../kernel/api.gen.ts";

/** A folder with those it lies in, the outermost first. Folders that the reader may not see end the way up. */
export const pathTo = (
  folders: readonly FolderAnswer[],
  id: string | null,
): readonly FolderAnswer[] => {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const path: FolderAnswer[] = [];
  let at = id === null ? undefined : byId.get(id);
  while (at !== undefined && !path.includes(at)) {
    path.unshift(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
};
