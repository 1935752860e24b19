"use client";
import { useState, type FormEvent, type ReactNode } from "react";

import type { PivotCreateScheduleBody, ReportSchedule } from "../../kernel/api.gen.ts";
import { useEnnead, useStrings } from "../../kernel/context.ts";
import { Check, FormEnd, Select, TextInput } from "../../kernel/parts/controls.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import { numberText, shownNumber } from "../condition.ts";
import { describeValue, type Words } from "../describe.ts";
import { describeRule } from "./describe-rule.ts";
import { RecipientPicker } from "./RecipientPicker.tsx";
import { draftOfRule, newRule, ruleOfDraft } from "./rule-draft.ts";
import { RuleEditor } from "./RuleEditor.tsx";
import { scheduleStrings } from "./schedule-strings.ts";
import type { People } from "./use-people.ts";

type Attached = ReportSchedule["formats"][number];
type Condition = NonNullable<ReportSchedule["condition"]>;

const attachable: readonly Attached[] = ["pdf", "xlsx", "csv"];
const operators: readonly Condition["op"][] = ["<", "<=", ">", ">=", "=", "!="];

export interface ScheduleFormProps {
  /** Null for a new one. */
  readonly held: ReportSchedule | null;
  readonly words: Words;
  /** Names of the report's measures. */
  readonly measures: readonly string[];
  readonly people: People;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSave: (body: PivotCreateScheduleBody) => void;
  readonly onCancel: () => void;
}

type FormFault = "badRule" | "badNumber" | "needsRecipient";

/** When a report is mailed, to whom, with what, and under which condition. */
export const ScheduleForm = (props: ScheduleFormProps): ReactNode => {
  const { held, words, measures, people, busy, error, onSave, onCancel } = props;
  const { formats, timeZone } = useEnnead();
  const strings = useStrings(scheduleStrings);
  const [draft, setDraft] = useState(() =>
    held === null ? newRule(timeZone) : draftOfRule(held.rule),
  );
  const [recipients, setRecipients] = useState<readonly string[] | undefined>(held?.recipients);
  const [files, setFiles] = useState<readonly Attached[]>(held?.formats ?? ["pdf", "xlsx"]);
  const [value, setValue] = useState(held?.condition?.value ?? "");
  const [op, setOp] = useState<Condition["op"]>(held?.condition?.op ?? "<");
  const [than, setThan] = useState(
    shownNumber(String(held?.condition?.than ?? ""), formats.locale),
  );
  const [skipEmpty, setSkipEmpty] = useState(held?.skipEmpty ?? true);
  const [fault, setFault] = useState<FormFault | null>(null);
  // One's own report comes to oneself, until somebody else is chosen.
  const chosen = recipients ?? (people.me === undefined ? [] : [people.me.id]);
  const measureText = (name: string): string => {
    const measure = words.valueOf(name);
    return measure === undefined ? name : describeValue(measure, words);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    const rule = draft === undefined ? held?.rule : ruleOfDraft(draft);
    const number = numberText(than, formats.locale);
    const wrong: FormFault | null =
      rule === undefined
        ? "badRule"
        : value !== "" && number === undefined
          ? "badNumber"
          : chosen.length === 0
            ? "needsRecipient"
            : null;
    setFault(wrong);
    if (wrong !== null || rule === undefined) return;
    onSave({
      rule: { ...rule },
      recipients: chosen,
      formats: attachable.filter((one) => files.includes(one)),
      condition: value === "" || number === undefined ? null : { value, op, than: number },
      skipEmpty,
    });
  };
  return (
    <form
      className="ennead-form ennead-panel"
      onSubmit={submit}
      aria-label={held === null ? strings.newForm : strings.form}
      noValidate
    >
      <h3 className="ennead-subtitle">{held === null ? strings.newForm : strings.form}</h3>
      {draft === undefined ? (
        <p className="ennead-note">
          {strings.keptRule(describeRule(held?.rule ?? {}, strings, formats))}
        </p>
      ) : (
        <RuleEditor
          draft={draft}
          onDraft={(change) => {
            setDraft({ ...draft, ...change });
            setFault(null);
          }}
        />
      )}
      <RecipientPicker people={people} chosen={chosen} onChange={setRecipients} />
      <fieldset className="ennead-days">
        <legend className="ennead-caption">{strings.files}</legend>
        {attachable.map((one) => (
          <Check
            key={one}
            label={one.toUpperCase()}
            checked={files.includes(one)}
            onChange={(checked) =>
              setFiles(checked ? [...files, one] : files.filter((file) => file !== one))
            }
          />
        ))}
      </fieldset>
      <div className="ennead-pivot-trio">
        <Select
          label={strings.condition}
          value={value}
          options={[
            { id: "", label: strings.always },
            ...[...new Set([...measures, ...(value === "" ? [] : [value])])].map((id) => ({
              id,
              label: measureText(id),
            })),
          ]}
          onChange={setValue}
        />
        {value === "" ? null : (
          <>
            <Select
              label={words.strings.operator}
              value={op}
              options={operators.map((id) => ({ id, label: words.strings.operators[id] }))}
              onChange={(id) => setOp(id as Condition["op"])}
            />
            <TextInput label={strings.than} value={than} numeric onChange={setThan} />
          </>
        )}
      </div>
      <Check label={strings.skipEmpty} checked={skipEmpty} onChange={setSkipEmpty} />
      <p className="ennead-alert" role="alert">
        {fault === null ? "" : strings[fault]}
      </p>
      <Problem error={error} />
      <FormEnd
        cancel={strings.cancel}
        apply={busy ? strings.saving : strings.save}
        onCancel={onCancel}
      />
    </form>
  );
};
