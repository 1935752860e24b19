"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { sentenceOf } from "../../kernel/say-error.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import { useReportList } from "../use-report.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { libraryStrings } from "./library-strings.ts";

export interface ReportListProps {
  readonly state: PivotReportState;
  readonly onName: () => void;
  readonly onOpen: (id: string) => void;
  readonly onLibrary: () => void;
  readonly onVersions: () => void;
}

/** The saved reports, fetched when the list opens. */
export const ReportList = (props: ReportListProps): ReactNode => {
  const { state, onName, onOpen, onLibrary, onVersions } = props;
  const { report, words, actions } = state;
  const library = useStrings(libraryStrings);
  const { strings } = words;
  const kernel = useStrings(kernelStrings);
  const [isOpen, setIsOpen] = useState(false);
  const reports = useReportList(isOpen);
  const { data = [], error } = reports;
  const none =
    error !== null && !reports.isFetching
      ? sentenceOf(error, kernel)
      : reports.isPending || reports.isFetching
        ? strings.loadingReports
        : strings.noReports;
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button className="ennead-button" data-quiet="">
        <Icon name="folder" />
        {strings.open}
        <Icon name="chevronDown" />
      </Button>
      <Popover className="ennead-popover" placement="bottom end" offset={4}>
        <Menu
          className="ennead-menu"
          aria-label={strings.open}
          onAction={(key) => {
            if (key === ":as") onName();
            else if (key === ":library") onLibrary();
            else if (key === ":versions") onVersions();
            else if (key === ":new") {
              report.open(null);
              actions.chooseObject(state.spec.source);
            } else onOpen(String(key));
          }}
        >
          <MenuItem id=":new" className="ennead-menu-item">
            {strings.newReport}
          </MenuItem>
          <MenuItem
            id=":as"
            className="ennead-menu-item"
            isDisabled={state.status.kind === "newer"}
          >
            {strings.saveAs}
          </MenuItem>
          {report.current === null ? null : (
            <MenuItem id=":versions" className="ennead-menu-item">
              {library.versions}
            </MenuItem>
          )}
          <MenuItem id=":library" className="ennead-menu-item">
            {library.library}
          </MenuItem>
          <MenuSection className="ennead-menu-section" aria-label={strings.open}>
            {data.length > 0 ? (
              data.map(({ id, name }) => (
                <MenuItem key={id} id={id} className="ennead-menu-item" textValue={name}>
                  <span className="ennead-menu-text">{name}</span>
                  {id === report.current?.id ? <Icon name="check" /> : null}
                </MenuItem>
              ))
            ) : (
              <MenuItem id=":none" className="ennead-menu-item" isDisabled>
                {none}
              </MenuItem>
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};
