"use client";
import { useCallback, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { lateCode } from "../../kernel/late.ts";
import { LatePart } from "../../kernel/parts/LatePart.tsx";
import { ProblemError } from "../../kernel/problem.ts";
import { sentenceOf } from "../../kernel/say-error.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { exportStrings } from "./export-strings.ts";
import { useExport, type Exporting } from "./use-export.ts";
import { cellFormats, recordFormats, type WantedFile } from "./wanted-file.ts";

const progress = lateCode(() => import("../../kernel/progress/JobProgress.tsx"));

export interface ExportMenuProps {
  readonly state: PivotReportState;
  readonly title: string;
}

interface StandProps {
  readonly exporting: Exporting;
  readonly onAgain: (file: WantedFile) => void;
}

/** What became of the file: on its way, kept, or why not. */
const Stand = ({ exporting, onAgain }: StandProps): ReactNode => {
  const { state, cancel, jobEnded } = exporting;
  const strings = useStrings(exportStrings);
  const kernel = useStrings(kernelStrings);
  switch (state.kind) {
    case "idle":
    case "saved":
      return null;
    case "busy":
      return (
        <div className="ennead-pivot-sending">
          <span className="ennead-spinner" data-small="" />
          <output>{strings.busy(state.file)}</output>
          <Button className="ennead-button" data-quiet="" onPress={cancel}>
            {strings.cancel}
          </Button>
        </div>
      );
    case "job":
      return (
        <div className="ennead-pivot-sending" data-kind="job">
          <LatePart code={progress}>
            {({ JobProgress }) => (
              <JobProgress
                jobId={state.job}
                title={strings.busy(state.file)}
                phaseText={(phase) => strings.phases[phase] ?? phase}
                onEnd={jobEnded}
              />
            )}
          </LatePart>
          <Button className="ennead-button" data-quiet="" onPress={cancel}>
            {strings.close}
          </Button>
        </div>
      );
    case "failed": {
      const { error, file } = state;
      const refused = error instanceof ProblemError && error.status === 403;
      return (
        <div className="ennead-pivot-sending" role="alert">
          <span className="ennead-alert">
            {refused ? strings.forbidden : `${strings.failed} ${sentenceOf(error, kernel)}`}
          </span>
          {refused ? null : (
            <Button className="ennead-button" data-quiet="" onPress={() => onAgain(file)}>
              {strings.again}
            </Button>
          )}
          <Button className="ennead-button" data-quiet="" onPress={cancel}>
            {strings.close}
          </Button>
        </div>
      );
    }
    default:
      return state satisfies never;
  }
};

const idOf = ({ of, format }: WantedFile): string => `${of}:${format}`;

const files: readonly WantedFile[] = [
  ...cellFormats.map((format) => ({ format, of: "cells" }) as const),
  ...recordFormats.map((format) => ({ format, of: "records" }) as const),
];

/** Takes what is on screen, or the records beneath it, away as a file. */
export const ExportMenu = ({ state, title }: ExportMenuProps): ReactNode => {
  const { result, resultSpec, value, words } = state;
  const { announce } = useEnnead();
  const strings = useStrings(exportStrings);
  const onSaved = useCallback((name: string) => announce(strings.saved(name)), [announce, strings]);
  const exporting = useExport(onSaved);
  const start = (file: WantedFile): void => {
    announce(strings.busy(file));
    // The zone of the company is not written in a report; a file made elsewhere must group by the same days.
    const spec = { ...resultSpec, timeZone: resultSpec.timeZone ?? words.timeZone };
    exporting.start(file, { name: title, spec, view: value.view });
  };
  const busy = exporting.state.kind === "busy" || exporting.state.kind === "job";
  return (
    <>
      <MenuTrigger>
        <Button className="ennead-button" data-quiet="">
          <Icon name="download" />
          {strings.export}
          <Icon name="chevronDown" />
        </Button>
        <Popover className="ennead-popover" placement="bottom end" offset={4}>
          <Menu
            className="ennead-menu"
            aria-label={strings.export}
            disabledKeys={result === undefined || busy ? files.map(idOf) : []}
            onAction={(key) => {
              const file = files.find((one) => idOf(one) === key);
              if (file !== undefined) start(file);
            }}
          >
            <MenuSection className="ennead-menu-section">
              <Header className="ennead-menu-header">{strings.cells}</Header>
              {cellFormats.map((format) => (
                <MenuItem key={format} id={`cells:${format}`} className="ennead-menu-item">
                  {strings.formats[format]}
                </MenuItem>
              ))}
            </MenuSection>
            <MenuSection className="ennead-menu-section">
              <Header className="ennead-menu-header">{strings.records}</Header>
              {recordFormats.map((format) => (
                <MenuItem key={format} id={`records:${format}`} className="ennead-menu-item">
                  {strings.recordFormats[format]}
                </MenuItem>
              ))}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      <Stand exporting={exporting} onAgain={start} />
    </>
  );
};
