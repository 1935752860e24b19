"use client";
import type { ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Check, Select, type Option } from "../../kernel/parts/controls.tsx";
import { timeZones } from "../time-zones.ts";
import { monthName, weekDayName } from "./describe-rule.ts";
import { ruleOfDraft, runsOf, type RuleDraft } from "./rule-draft.ts";
import { scheduleStrings } from "./schedule-strings.ts";

export interface RuleEditorProps {
  readonly draft: RuleDraft;
  readonly onDraft: (change: Partial<RuleDraft>) => void;
}

const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at + 1);

interface InputProps {
  readonly label: string;
  readonly type: "time" | "date";
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Input = ({ label, type, value, onChange }: InputProps): ReactNode => (
  <label className="ennead-field">
    <span className="ennead-caption">{label}</span>
    <input
      className="ennead-input"
      type={type}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  </label>
);

const MonthParts = ({ draft, onDraft }: RuleEditorProps): ReactNode => {
  const { formats } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const weekDays = numbers(7).map((day) => ({
    id: String(day),
    label: weekDayName(formats, day),
  }));
  return (
    <>
      <div className="ennead-pivot-trio">
        <Select
          label={strings.day}
          value={draft.dayKind}
          options={(["date", "last", "weekday"] as const).map((id) => ({
            id,
            label: strings.dayKinds[id],
          }))}
          onChange={(id) => onDraft({ dayKind: id as RuleDraft["dayKind"] })}
        />
        {draft.dayKind === "date" ? (
          <Select
            label={strings.dayNumber}
            value={draft.day}
            options={numbers(31).map((day) => ({ id: String(day), label: formats.number(day) }))}
            onChange={(day) => onDraft({ day })}
          />
        ) : null}
        {draft.dayKind === "weekday" ? (
          <>
            <Select
              label={strings.nth}
              value={draft.nth}
              options={(["1", "2", "3", "4", "5", "-1"] as const).map((id) => ({
                id,
                label: strings.nths[id],
              }))}
              onChange={(nth) => onDraft({ nth })}
            />
            <Select
              label={strings.weekDay}
              value={draft.weekday}
              options={weekDays}
              onChange={(weekday) => onDraft({ weekday })}
            />
          </>
        ) : null}
        {draft.every === "year" ? (
          <Select
            label={strings.month}
            value={draft.month}
            options={numbers(12).map((month) => ({
              id: String(month),
              label: monthName(formats, month),
            }))}
            onChange={(month) => onDraft({ month })}
          />
        ) : null}
      </div>
      <Check label={strings.skip} checked={draft.skip} onChange={(skip) => onDraft({ skip })} />
    </>
  );
};

const WeekParts = ({ draft, onDraft }: RuleEditorProps): ReactNode => {
  const { formats } = useEnnead();
  const strings = useStrings(scheduleStrings);
  return (
    <fieldset className="ennead-days">
      <legend className="ennead-caption">{strings.weekDays}</legend>
      {numbers(7).map((day) => (
        <Check
          key={day}
          label={weekDayName(formats, day)}
          checked={draft.on.includes(day)}
          onChange={(checked) =>
            onDraft({
              on: checked
                ? [...draft.on, day].toSorted((a, b) => a - b)
                : draft.on.filter((one) => one !== day),
            })
          }
        />
      ))}
    </fieldset>
  );
};

/** A rule by its parts, and what it plans next. */
export const RuleEditor = ({ draft, onDraft }: RuleEditorProps): ReactNode => {
  const { formats, now } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const rule = ruleOfDraft(draft);
  const runs = rule === undefined ? [] : runsOf({ ...rule }, now(), 3);
  const everies = (["day", "weekday", "week", "month", "quarter", "year"] as const).map(
    (id): Option => ({ id, label: strings.everies[id] }),
  );
  return (
    <>
      <div className="ennead-pivot-trio">
        <Select
          label={strings.every}
          value={draft.every}
          options={everies}
          onChange={(id) => onDraft({ every: id as RuleDraft["every"] })}
        />
        <Input
          label={strings.at}
          type="time"
          value={draft.at}
          onChange={(at) => onDraft({ at: at.slice(0, 5) })}
        />
        <Select
          label={strings.timeZone}
          value={draft.timeZone}
          options={timeZones(draft.timeZone).map((id) => ({ id, label: id.replaceAll("_", " ") }))}
          onChange={(timeZone) => onDraft({ timeZone })}
        />
      </div>
      {draft.every === "week" ? <WeekParts draft={draft} onDraft={onDraft} /> : null}
      {["month", "quarter", "year"].includes(draft.every) ? (
        <MonthParts draft={draft} onDraft={onDraft} />
      ) : null}
      <div className="ennead-pair">
        <Input
          label={strings.from}
          type="date"
          value={draft.from}
          onChange={(from) => onDraft({ from })}
        />
        <Input
          label={strings.until}
          type="date"
          value={draft.until}
          onChange={(until) => onDraft({ until })}
        />
      </div>
      <p className="ennead-note">
        {rule === undefined
          ? strings.badRule
          : runs.length === 0
            ? strings.noRuns
            : `${strings.nextRuns}: ${runs.map((at) => formats.instant(at, draft.timeZone)).join(" · ")}`}
      </p>
    </>
  );
};
