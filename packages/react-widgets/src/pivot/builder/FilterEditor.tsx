"use client";
import { useId, useState, type FormEvent, type ReactNode, type RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";

import { useStrings } from "../../kernel/context.ts";
import { FormEnd } from "../../kernel/parts/controls.tsx";
import {
  conditionOf,
  draftOf,
  operatorsOf,
  type ConditionDraft,
  type DraftFault,
} from "../condition.ts";
import { conditionsOf } from "../edit.ts";
import type { Operator } from "../strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { filterOfNode, groupOf } from "./filter-node.ts";
import { FilterTree } from "./FilterTree.tsx";
import { Operands } from "./Operands.tsx";
import { specStrings } from "./spec-strings.ts";
import { targetOf } from "./target-of.ts";

/** The condition being written: a new one, or that at `index`. Without a field it is one of several, in groups. */
export interface FilterDraft {
  readonly field: string | undefined;
  readonly index: number | null;
}

export interface FilterEditorProps {
  readonly state: PivotReportState;
  readonly draft: FilterDraft | null;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

interface EditorProps {
  readonly state: PivotReportState;
  readonly target: FilterDraft;
  readonly onClose: () => void;
}

/** Several conditions in groups. */
const GroupEditor = ({ state, target, onClose }: EditorProps): ReactNode => {
  const { words, spec, actions } = state;
  const strings = useStrings(specStrings);
  const toTarget = (name: string) => targetOf(words.fieldOf(name), words);
  const held = target.index === null ? undefined : conditionsOf(spec)[target.index];
  const [group, setGroup] = useState(() => groupOf(held, toTarget));
  const [faulty, setFaulty] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const filter = filterOfNode(group, toTarget);
    setFaulty(filter === "incomplete");
    if (filter === "incomplete") return;
    if (filter !== undefined) actions.setCondition(filter, target.index);
    else if (target.index !== null) actions.remove({ well: "filters", index: target.index });
    onClose();
  };
  return (
    <form className="ennead-form ennead-pivot-settings" onSubmit={submit} noValidate>
      <FilterTree
        state={state}
        group={group}
        onGroup={(next) => {
          setGroup(next);
          setFaulty(false);
        }}
      />
      <p className="ennead-alert" role="alert">
        {faulty ? strings.incomplete : ""}
      </p>
      <FormEnd cancel={words.strings.cancel} apply={words.strings.apply} onCancel={onClose} />
    </form>
  );
};

const Editor = ({
  state,
  target,
  name,
  onClose,
}: EditorProps & { readonly name: string }): ReactNode => {
  const { words, spec, actions } = state;
  const { strings } = words;
  const field = words.fieldOf(name);
  const held = target.index === null ? undefined : conditionsOf(spec)[target.index];
  const [draft, setDraft] = useState(() => draftOf(held, field.kind, words.timeZone));
  const [fault, setFault] = useState<DraftFault | null>(null);
  const faultId = useId();
  const change = (next: ConditionDraft): void => {
    setDraft(next);
    setFault(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const outcome = conditionOf(draft, targetOf(field, words));
    if ("fault" in outcome) {
      setFault(outcome.fault);
      return;
    }
    actions.setCondition(outcome.filter, target.index);
    onClose();
  };
  const part = { state, field, draft, onDraft: change };
  return (
    <form className="ennead-form" onSubmit={submit} aria-describedby={faultId} noValidate>
      <label className="ennead-field">
        <span className="ennead-caption">{field.label}</span>
        <select
          className="ennead-select"
          aria-label={strings.operator}
          value={draft.operator}
          onChange={(event) =>
            change({ ...draft, operator: event.currentTarget.value as Operator })
          }
        >
          {operatorsOf(field.kind).map((operator) => (
            <option key={operator} value={operator}>
              {strings.operators[operator]}
            </option>
          ))}
        </select>
      </label>
      <Operands {...part} />
      <p className="ennead-alert" id={faultId} role="alert">
        {fault === null
          ? ""
          : fault.kind === "number"
            ? strings.notANumber(fault.text)
            : strings.needsValue}
      </p>
      <div className="ennead-form-end">
        <button type="button" className="ennead-button" data-quiet="" onClick={onClose}>
          {strings.cancel}
        </button>
        <button type="submit" className="ennead-button" data-primary="">
          {strings.apply}
        </button>
      </div>
    </form>
  );
};

/** Writes one condition: field, operator, values; opens beneath the filters. */
export const FilterEditor = ({ state, draft, anchor, onClose }: FilterEditorProps): ReactNode => {
  const { strings, fieldOf } = state.words;
  const more = useStrings(specStrings);
  return (
    <Popover
      className="ennead-popover"
      placement="bottom end"
      offset={4}
      triggerRef={anchor}
      isOpen={draft !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {draft === null ? null : (
        <Dialog
          className="ennead-dialog"
          aria-label={
            draft.field === undefined
              ? more.combined
              : strings.filterFor(fieldOf(draft.field).label)
          }
        >
          {draft.field === undefined ? (
            <GroupEditor
              key={draft.index ?? "new"}
              state={state}
              target={draft}
              onClose={onClose}
            />
          ) : (
            <Editor
              key={`${draft.field}:${draft.index ?? "new"}`}
              state={state}
              target={draft}
              name={draft.field}
              onClose={onClose}
            />
          )}
        </Dialog>
      )}
    </Popover>
  );
};
