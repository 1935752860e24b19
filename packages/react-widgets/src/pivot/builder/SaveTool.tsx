"use client";
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { lateCode } from "../../kernel/late.ts";
import { LatePart } from "../../kernel/parts/LatePart.tsx";
import { ModalDialog } from "../../kernel/parts/ModalDialog.tsx";
import { sentenceOf } from "../../kernel/say-error.ts";
import { kernelStrings } from "../../kernel/strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { libraryStrings } from "./library-strings.ts";
import { ReportList } from "./ReportList.tsx";

const libraryPanel = lateCode(() => import("./LibraryPanel.tsx"));
const versionsPanel = lateCode(() => import("./VersionsPanel.tsx"));

interface SavePartProps {
  readonly state: PivotReportState;
  readonly onName: () => void;
}

/** What became of the last attempt to save, with the ways out of a conflict. */
const SaveProblem = ({ state, onName }: SavePartProps): ReactNode => {
  const { report, words } = state;
  const { strings } = words;
  const kernel = useStrings(kernelStrings);
  return (
    <div className="ennead-pivot-save-problem" role="alert">
      {report.error === null ? null : (
        <span className="ennead-alert">
          {report.conflict ? strings.conflict : sentenceOf(report.error, kernel)}
        </span>
      )}
      {report.conflict ? (
        <>
          <Button className="ennead-button" onPress={report.showStored}>
            {strings.showStored}
          </Button>
          <Button className="ennead-button" onPress={onName}>
            {strings.saveAs}
          </Button>
        </>
      ) : null}
    </div>
  );
};

interface NameDialogProps {
  readonly name: string;
  readonly label: string;
  readonly save: string;
  readonly onSave: (name: string) => void;
}

const NameDialog = ({ name, label, save, onSave }: NameDialogProps): ReactNode => {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = new FormData(event.currentTarget).get("name");
    if (typeof entered === "string" && entered.trim() !== "") onSave(entered.trim());
  };
  return (
    <Dialog className="ennead-dialog" aria-label={label}>
      <form className="ennead-form" onSubmit={submit}>
        <label className="ennead-field">
          <span className="ennead-caption">{label}</span>
          {/* The dialog opens for nothing else. A name of blanks is refused by the pattern. */}
          <input
            className="ennead-input"
            name="name"
            defaultValue={name}
            pattern=".*\S.*"
            required
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
        </label>
        <button type="submit" className="ennead-button" data-primary="">
          {save}
        </button>
      </form>
    </Dialog>
  );
};

interface DiscardDialogProps {
  readonly state: PivotReportState;
  readonly name: string;
  readonly onDiscard: () => void;
  readonly onCancel: () => void;
}

const DiscardDialog = ({ state, name, onDiscard, onCancel }: DiscardDialogProps): ReactNode => {
  const { strings } = state.words;
  return (
    <Dialog className="ennead-dialog" role="alertdialog" aria-label={strings.unsavedChanges(name)}>
      <div className="ennead-form">
        <p>{strings.unsavedChanges(name)}</p>
        <div className="ennead-form-end">
          <Button className="ennead-button" data-quiet="" onPress={onCancel}>
            {strings.cancel}
          </Button>
          <Button className="ennead-button" data-primary="" onPress={onDiscard}>
            {strings.discard}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};

/** Saved reports: opens one, saves what is open. */
export const SaveTool = ({ state }: { readonly state: PivotReportState }): ReactNode => {
  const { report, words } = state;
  const { strings } = words;
  const [naming, setNaming] = useState(false);
  const [tried, setTried] = useState("");
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  const [showing, setShowing] = useState<"library" | "versions" | null>(null);
  const hide = (): void => setShowing(null);
  const library = useStrings(libraryStrings);
  const place = useRef<HTMLDivElement>(null);
  const { current, changed } = report;
  const idle = report.saving || (current === null ? state.status.kind === "newer" : !changed);
  const unsaved = current === null ? state.canUndo : changed;
  const save = (): void => {
    if (current === null) setNaming(true);
    else report.save(current.name, false);
  };
  const leaveFor = (id: string): void => {
    if (unsaved) setLeavingFor(id);
    else report.open(id);
  };
  const popover = {
    className: "ennead-popover",
    placement: "bottom end",
    offset: 4,
    triggerRef: place,
  } as const;
  return (
    <div className="ennead-pivot-save" ref={place}>
      <ReportList
        state={state}
        onName={() => setNaming(true)}
        onOpen={leaveFor}
        onLibrary={() => setShowing("library")}
        onVersions={() => setShowing("versions")}
      />
      {/* Never disabled as such: the focus would fall out of the widget with every save. */}
      <button
        type="button"
        className="ennead-button"
        data-primary=""
        aria-disabled={idle}
        onClick={idle ? undefined : save}
      >
        <Icon name="save" />
        {report.saving ? strings.saving : strings.save}
      </button>
      <SaveProblem state={state} onName={() => setNaming(true)} />
      <Popover {...popover} isOpen={naming} onOpenChange={setNaming}>
        <NameDialog
          name={current?.name ?? tried}
          label={strings.reportName}
          save={strings.save}
          onSave={(name) => {
            setNaming(false);
            setTried(name);
            report.save(name, true);
          }}
        />
      </Popover>
      <ModalDialog
        title={strings.open}
        close={library.close}
        isOpen={showing === "library"}
        onClose={hide}
      >
        <LatePart code={libraryPanel}>
          {({ LibraryPanel }) => (
            <LibraryPanel
              state={state}
              onOpen={(id) => {
                hide();
                leaveFor(id);
              }}
            />
          )}
        </LatePart>
      </ModalDialog>
      {current === null ? null : (
        <ModalDialog
          title={library.versionsOf(current.name)}
          close={library.close}
          isOpen={showing === "versions"}
          onClose={hide}
        >
          <LatePart code={versionsPanel}>
            {({ VersionsPanel }) => <VersionsPanel state={state} report={current} onShown={hide} />}
          </LatePart>
        </ModalDialog>
      )}
      <Popover {...popover} isOpen={leavingFor !== null} onOpenChange={() => setLeavingFor(null)}>
        <DiscardDialog
          state={state}
          name={current?.name ?? strings.newReport}
          onCancel={() => setLeavingFor(null)}
          onDiscard={() => {
            if (leavingFor !== null) report.open(leavingFor);
            setLeavingFor(null);
          }}
        />
      </Popover>
    </div>
  );
};
