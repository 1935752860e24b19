"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { ReportAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Check } from "../../kernel/parts/controls.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import type { PivotReportState } from "../usePivotReport.ts";
import { pathTo } from "./folder-path.ts";
import { FolderForm } from "./FolderForm.tsx";
import { FolderRow } from "./FolderRow.tsx";
import { libraryStrings } from "./library-strings.ts";
import { ReportRow } from "./ReportRow.tsx";
import { useLibrary } from "./use-library.ts";

export interface LibraryPanelProps {
  readonly state: PivotReportState;
  readonly onOpen: (id: string) => void;
}

/** All saved reports by folder: looks for them, opens, moves, duplicates and archives them. */
export const LibraryPanel = ({ state, onOpen }: LibraryPanelProps): ReactNode => {
  const { report: opened } = state;
  const { formats } = useEnnead();
  const strings = useStrings(libraryStrings);
  const [search, setSearch] = useState("");
  const [archived, setArchived] = useState(false);
  const [folder, setFolder] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const changedHere = ({ id }: ReportAnswer): void => {
    // The open report has another version now; a later save must be based on it.
    if (id === opened.current?.id) opened.showStored();
  };
  const library = useLibrary(archived, {
    onMoved: (report) => {
      changedHere(report);
      setSaid(strings.moved(report.name));
    },
    onDuplicated: ({ name }) => setSaid(strings.duplicated(name)),
    onArchived: (report) => {
      changedHere(report);
      const say = report.archivedAt === null ? strings.unarchivedNow : strings.archivedNow;
      setSaid(say(report.name));
    },
  });
  const folders = library.folders.data ?? [];
  const path = pathTo(folders, folder);
  const wanted = search.trim().toLocaleLowerCase(formats.locale);
  const everywhere = wanted !== "" || archived;
  const known = new Set(folders.map(({ id }) => id));
  const shown = library.reports.data
    ?.filter(({ name, folderId = null }) => {
      if (!name.toLocaleLowerCase(formats.locale).includes(wanted)) return false;
      // What lies in a folder that the reader may not see is found at the top.
      const place = folderId !== null && known.has(folderId) ? folderId : null;
      return everywhere || place === folder;
    })
    .toSorted((a, b) => formats.compare(a.name, b.name));
  const inside = folders
    .filter(({ parentId }) => parentId === folder)
    .toSorted((a, b) => formats.compare(a.name, b.name));
  const parts = [
    library.reports,
    library.folders,
    library.move,
    library.duplicate,
    library.archive,
    library.createFolder,
    library.renameFolder,
    library.removeFolder,
  ];
  const error = parts.map((part) => part.error).find((one) => one !== null);
  return (
    <div className="ennead-stack">
      <div className="ennead-row">
        <input
          className="ennead-input"
          type="search"
          aria-label={strings.search}
          placeholder={strings.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Check label={strings.archived} checked={archived} onChange={setArchived} />
      </div>
      {everywhere ? null : (
        <nav className="ennead-row" data-wrap="" aria-label={strings.path}>
          {[null, ...path].map((step) => (
            <Button
              key={step?.id ?? ""}
              className="ennead-link"
              {...((step?.id ?? null) === folder ? { "aria-current": "page" as const } : {})}
              onPress={() => setFolder(step?.id ?? null)}
            >
              {step?.name ?? strings.top}
            </Button>
          ))}
        </nav>
      )}
      <Problem error={error} />
      <output className="ennead-note">{said}</output>
      {everywhere ? null : (
        <>
          <ul className="ennead-list" aria-label={strings.folders}>
            {inside.map((one) => (
              <FolderRow
                key={one.id}
                folder={one}
                onOpen={() => setFolder(one.id)}
                onRename={(name) => library.renameFolder.run({ folder: one, name })}
                onRemove={() => library.removeFolder.run(one)}
              />
            ))}
          </ul>
          <FolderForm
            name=""
            apply={strings.newFolder}
            onName={(name) => library.createFolder.run({ name, parentId: folder })}
          />
        </>
      )}
      {shown === undefined ? (
        library.reports.error === null ? (
          <p className="ennead-note">{strings.loading}</p>
        ) : null
      ) : shown.length === 0 ? (
        <p className="ennead-note">{archived ? strings.noneArchived : strings.none}</p>
      ) : (
        <ul className="ennead-list" aria-label={strings.reports}>
          {shown.map((report) => {
            const isOpen = report.id === opened.current?.id;
            return (
              <ReportRow
                key={report.id}
                report={report}
                folders={folders}
                isOpen={isOpen}
                isChanged={isOpen && opened.changed}
                onOpen={() => onOpen(report.id)}
                onMove={(folderId) => library.move.run({ report, folderId })}
                onDuplicate={() => library.duplicate.run(report)}
                onArchive={() => library.archive.run(report)}
              />
            );
          })}
        </ul>
      )}
    </div>
  );
};
