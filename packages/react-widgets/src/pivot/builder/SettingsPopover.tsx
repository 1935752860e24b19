"use client";
import type { ReactNode, RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { describeDim, describeValue } from "../describe.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Axis } from "../value.ts";
import { builderStrings, type BuilderStrings } from "./builder-strings.ts";
import { DimSettings } from "./DimSettings.tsx";
import type { FormulaTarget } from "./formula-check.ts";
import { FormulaEditor } from "./FormulaEditor.tsx";
import { JoinsEditor } from "./JoinsEditor.tsx";
import { ReportSettings } from "./ReportSettings.tsx";
import { specStrings, type SpecStrings } from "./spec-strings.ts";
import { ValueSettings } from "./ValueSettings.tsx";

/** What is being set: a level, a measure, a formula, the report. */
export type SettingsTarget =
  | { readonly kind: "dim"; readonly axis: Axis; readonly index: number }
  | { readonly kind: "value"; readonly index: number }
  | { readonly kind: "formula"; readonly formula: FormulaTarget }
  | { readonly kind: "joins" }
  | { readonly kind: "report" };

export interface SettingsPopoverProps {
  readonly state: PivotReportState;
  readonly target: SettingsTarget | null;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

const titleOf = (
  target: SettingsTarget,
  { spec, words }: PivotReportState,
  more: BuilderStrings,
  texts: SpecStrings,
): string => {
  switch (target.kind) {
    case "dim": {
      const dim = spec[target.axis][target.index];
      return more.settingsOf(dim === undefined ? "" : describeDim(dim, words));
    }
    case "value": {
      const value = spec.values[target.index];
      return more.settingsOf(value === undefined ? "" : describeValue(value, words));
    }
    case "formula":
      return target.formula.kind === "field" ? more.newField : more.formula;
    case "joins":
      return texts.joins;
    case "report":
      return more.report;
    default:
      return target satisfies never;
  }
};

const Form = ({
  state,
  target,
  onClose,
}: {
  readonly state: PivotReportState;
  readonly target: SettingsTarget;
  readonly onClose: () => void;
}): ReactNode => {
  switch (target.kind) {
    case "dim":
      return (
        <DimSettings state={state} axis={target.axis} index={target.index} onClose={onClose} />
      );
    case "value":
      return <ValueSettings state={state} index={target.index} onClose={onClose} />;
    case "formula":
      return <FormulaEditor state={state} target={target.formula} onClose={onClose} />;
    case "joins":
      return <JoinsEditor state={state} onClose={onClose} />;
    case "report":
      return <ReportSettings state={state} onClose={onClose} />;
    default:
      return target satisfies never;
  }
};

/** The form for what is being set, over the wells. */
export const SettingsPopover = ({
  state,
  target,
  anchor,
  onClose,
}: SettingsPopoverProps): ReactNode => {
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  return (
    <Popover
      className="ennead-popover"
      placement="bottom end"
      offset={4}
      triggerRef={anchor}
      isOpen={target !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {target === null ? null : (
        <Dialog className="ennead-dialog" aria-label={titleOf(target, state, more, texts)}>
          <Form key={JSON.stringify(target)} state={state} target={target} onClose={onClose} />
        </Dialog>
      )}
    </Popover>
  );
};
