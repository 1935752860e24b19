"use client";
import type { FilterValue } from "@ennead/core/filter";
import { useId, useMemo, useState, type FormEvent, type ReactNode, type RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";

import {
  conditionOf,
  draftOf,
  membersOf,
  operatorsOf,
  type ConditionDraft,
  type ConditionTarget,
  type DraftFault,
} from "../condition.ts";
import type { Words } from "../describe.ts";
import { conditionsOf } from "../edit.ts";
import type { PivotField } from "../fields.ts";
import type { Operator } from "../strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";

/** The condition being written: a new one, or that at `index`. */
export interface FilterDraft {
  readonly field: string;
  readonly index: number | null;
}

export interface FilterEditorProps {
  readonly state: PivotReportState;
  readonly draft: FilterDraft | null;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

interface PartProps {
  readonly state: PivotReportState;
  readonly field: PivotField;
  readonly draft: ConditionDraft;
  readonly onDraft: (draft: ConditionDraft) => void;
}

const mostShown = 200;

const Members = ({ state, field, draft, onDraft }: PartProps): ReactNode => {
  const { strings, formats } = state.words;
  const [search, setSearch] = useState("");
  const [chosenAtFirst] = useState(draft.chosen);
  const all = useMemo(() => {
    const byText = (a: FilterValue, b: FilterValue) => formats.compare(String(a), String(b));
    const first = new Set(chosenAtFirst);
    const others = membersOf(state.dataset, field.name).filter((member) => !first.has(member));
    // What is chosen comes first, also when it is no longer among the records: it must be possible to take it out.
    return [...chosenAtFirst.toSorted(byText), ...others.toSorted(byText)];
  }, [state.dataset, field.name, formats, chosenAtFirst]);
  const text = (member: FilterValue): string =>
    member === ""
      ? strings.blankText
      : typeof member === "boolean"
        ? member
          ? strings.yes
          : strings.no
        : String(member);
  const wanted = search.trim().toLocaleLowerCase(formats.locale);
  const matching = all.filter((member) =>
    text(member).toLocaleLowerCase(formats.locale).includes(wanted),
  );
  const shown = matching.slice(0, mostShown);
  const chosen = new Set(draft.chosen);
  const toggle = (member: FilterValue): void => {
    const next = chosen.has(member)
      ? draft.chosen.filter((held) => held !== member)
      : [...draft.chosen, member];
    onDraft({ ...draft, chosen: next });
  };
  return (
    <fieldset className="ennead-pivot-members">
      <legend className="ennead-pivot-caption">{strings.values}</legend>
      {all.length > 8 ? (
        <input
          className="ennead-input"
          type="search"
          aria-label={strings.searchValues}
          placeholder={strings.searchValues}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      <div className="ennead-pivot-member-list">
        {shown.map((member) => (
          <label key={String(member)} className="ennead-check">
            <input type="checkbox" checked={chosen.has(member)} onChange={() => toggle(member)} />
            <span>{text(member)}</span>
          </label>
        ))}
      </div>
      {matching.length > shown.length ? (
        <p className="ennead-pivot-none">{strings.moreValues(shown.length, matching.length)}</p>
      ) : null}
    </fieldset>
  );
};

export const Operands = (props: PartProps): ReactNode => {
  const { state, field, draft, onDraft } = props;
  const { strings } = state.words;
  const { operator } = draft;
  const dated = field.kind === "date" || field.kind === "instant";
  const input = (part: "first" | "second", label: string): ReactNode => (
    <label className="ennead-field">
      <span className="ennead-pivot-caption">{label}</span>
      <input
        className="ennead-input"
        type={dated ? "date" : "text"}
        {...(field.kind === "number" ? { inputMode: "decimal" } : {})}
        value={draft[part]}
        onChange={(event) => onDraft({ ...draft, [part]: event.currentTarget.value })}
      />
    </label>
  );
  switch (operator) {
    case "isNull":
    case "notNull":
      return null;
    case "in":
    case "notIn":
      return <Members {...props} />;
    case "period":
      return (
        <label className="ennead-field">
          <span className="ennead-pivot-caption">{strings.period}</span>
          <select
            className="ennead-select"
            value={draft.period}
            onChange={(event) => onDraft({ ...draft, period: event.currentTarget.value })}
          >
            {draft.period in strings.periods ? null : (
              <option value={draft.period}>{draft.period}</option>
            )}
            {Object.entries(strings.periods).map(([period, label]) => (
              <option key={period} value={period}>
                {label}
              </option>
            ))}
          </select>
        </label>
      );
    case "between":
      return (
        <div className="ennead-pivot-pair">
          {input("first", strings.from)}
          {input("second", strings.to)}
        </div>
      );
    default:
      return input("first", strings.value);
  }
};

/** The field a condition is written for. */
export const targetOf = (field: PivotField, { timeZone, formats }: Words): ConditionTarget => ({
  name: field.name,
  kind: field.kind,
  exact: field.type === "decimal" || field.type === "money" || field.type === "int64",
  timeZone,
  locale: formats.locale,
});

const Editor = ({
  state,
  target,
  onClose,
}: {
  readonly state: PivotReportState;
  readonly target: FilterDraft;
  readonly onClose: () => void;
}): ReactNode => {
  const { words, spec, actions } = state;
  const { strings } = words;
  const field = words.fieldOf(target.field);
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
        <span className="ennead-pivot-caption">{field.label}</span>
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
      <p className="ennead-pivot-alert" id={faultId} role="alert">
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
          aria-label={strings.filterFor(fieldOf(draft.field).label)}
        >
          <Editor
            key={`${draft.field}:${draft.index ?? "new"}`}
            state={state}
            target={draft}
            onClose={onClose}
          />
        </Dialog>
      )}
    </Popover>
  );
};
