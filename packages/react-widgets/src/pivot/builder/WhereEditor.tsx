"use client";
import type { Filter } from "@ennead/core/filter";
import { useState, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { conditionOf, draftOf, operatorsOf, type ConditionDraft } from "../condition.ts";
import { describeCondition } from "../describe.ts";
import { conditionField } from "../edit.ts";
import type { Operator } from "../strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { builderStrings } from "./builder-strings.ts";
import { Select } from "./controls.tsx";
import { Operands, targetOf } from "./FilterEditor.tsx";

export interface WhereEditorProps {
  readonly state: PivotReportState;
  readonly where: Filter | undefined;
  readonly onWhere: (where: Filter | undefined) => void;
}

const kept = "kept:";

/** The condition of one measure: none, one written here, or one that this form cannot show and keeps as it is. */
export const WhereEditor = ({ state, where, onWhere }: WhereEditorProps): ReactNode => {
  const { words } = state;
  const { fields, fieldOf, strings, timeZone } = words;
  const more = useStrings(builderStrings);
  const [held] = useState(where);
  const [name, setName] = useState(() =>
    where === undefined ? "" : (conditionField(where) ?? kept),
  );
  const field = fieldOf(name);
  const [draft, setDraft] = useState(() => draftOf(where, field.kind, timeZone));
  const publish = (target: string, next: ConditionDraft): void => {
    setDraft(next);
    const made = conditionOf(next, targetOf(fieldOf(target), words));
    // Half a condition is none yet: the measure stays as it was until it is whole.
    if ("filter" in made) onWhere(made.filter);
  };
  return (
    <>
      <Select
        label={more.only}
        value={name}
        options={[
          { id: "", label: more.allRecords },
          ...(held !== undefined && conditionField(held) === undefined
            ? [{ id: kept, label: describeCondition(held, words) }]
            : []),
          ...fields.map((one) => ({ id: one.name, label: one.label })),
        ]}
        onChange={(next) => {
          setName(next);
          if (next === "") onWhere(undefined);
          else if (next === kept) onWhere(held);
          else publish(next, draftOf(undefined, fieldOf(next).kind, timeZone));
        }}
      />
      {name === "" || name === kept ? null : (
        <>
          <Select
            label={strings.operator}
            value={draft.operator}
            options={operatorsOf(field.kind).map((id) => ({ id, label: strings.operators[id] }))}
            onChange={(id) => publish(name, { ...draft, operator: id as Operator })}
          />
          <Operands
            state={state}
            field={field}
            draft={draft}
            onDraft={(next) => publish(name, next)}
          />
        </>
      )}
    </>
  );
};
