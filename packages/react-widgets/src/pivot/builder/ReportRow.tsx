"use client";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { FolderAnswer, ReportAnswer } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { pathTo } from "./folder-path.ts";
import { libraryStrings } from "./library-strings.ts";

export interface ReportRowProps {
  readonly report: ReportAnswer;
  readonly folders: readonly FolderAnswer[];
  readonly isOpen: boolean;
  /** It is open with changes that a move would set against another version. */
  readonly isChanged: boolean;
  readonly onOpen: () => void;
  readonly onMove: (folderId: string | null) => void;
  readonly onDuplicate: () => void;
  readonly onArchive: () => void;
}

/** One saved report: opens, moves to another folder, is duplicated, archived or brought back. */
export const ReportRow = (props: ReportRowProps): ReactNode => {
  const { report, folders, isOpen, isChanged, onOpen, onMove, onDuplicate, onArchive } = props;
  const { formats, timeZone } = useEnnead();
  const strings = useStrings(libraryStrings);
  const { name, archivedAt, folderId } = report;
  const away = archivedAt != null;
  return (
    <li className="ennead-list-row">
      <span className="ennead-list-text">
        <Button
          className="ennead-link"
          aria-label={strings.openOf(name)}
          isDisabled={away}
          onPress={onOpen}
        >
          {name}
        </Button>
        <span className="ennead-note">
          {[
            ...(report.updatedAt === undefined
              ? []
              : [strings.changedOn(formats.instant(report.updatedAt, timeZone))]),
            ...(isOpen ? [strings.isOpen] : []),
            ...(isChanged ? [strings.saveFirst] : []),
          ].join(" · ")}
        </span>
      </span>
      <span className="ennead-row" data-wrap="">
        {away ? null : (
          <select
            className="ennead-select"
            data-short=""
            aria-label={strings.moveOf(name)}
            value={folderId ?? ""}
            disabled={isChanged}
            onChange={(event) =>
              onMove(event.currentTarget.value === "" ? null : event.currentTarget.value)
            }
          >
            <option value="">{strings.top}</option>
            {folders.map(({ id }) => (
              <option key={id} value={id}>
                {pathTo(folders, id)
                  .map((folder) => folder.name)
                  .join(" › ")}
              </option>
            ))}
          </select>
        )}
        {away ? null : (
          <Button
            className="ennead-button"
            data-quiet=""
            aria-label={strings.duplicateOf(name)}
            onPress={onDuplicate}
          >
            {strings.duplicate}
          </Button>
        )}
        <Button
          className="ennead-button"
          data-quiet=""
          aria-label={away ? strings.unarchiveOf(name) : strings.archiveOf(name)}
          isDisabled={isChanged}
          onPress={onArchive}
        >
          {away ? strings.unarchive : strings.archive}
        </Button>
      </span>
    </li>
  );
};
