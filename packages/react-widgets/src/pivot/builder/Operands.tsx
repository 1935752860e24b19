"use client";
import type { FilterValue } from "@ennead/core/filter";
import { useMemo, useState, type ReactNode } from "react";

import { membersOf, type ConditionDraft } from "../condition.ts";
import type { PivotField } from "../fields.ts";
import type { PivotReportState } from "../usePivotReport.ts";

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
      <legend className="ennead-caption">{strings.values}</legend>
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

/** What a condition compares with: values to choose, one to enter, two ends, a period. */
export const Operands = (props: PartProps): ReactNode => {
  const { state, field, draft, onDraft } = props;
  const { strings } = state.words;
  const { operator } = draft;
  const dated = field.kind === "date" || field.kind === "instant";
  const input = (part: "first" | "second", label: string): ReactNode => (
    <label className="ennead-field">
      <span className="ennead-caption">{label}</span>
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
          <span className="ennead-caption">{strings.period}</span>
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
        <div className="ennead-pair">
          {input("first", strings.from)}
          {input("second", strings.to)}
        </div>
      );
    default:
      return input("first", strings.value);
  }
};
