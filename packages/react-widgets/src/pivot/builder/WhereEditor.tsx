"use client";
import type { Filter } from "@ennead/core/filter";
import { useState, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Select } from "../../kernel/parts/controls.tsx";
import { conditionOf, draftOf, operatorsOf, type ConditionDraft } from "../condition.ts";
import { conditionField } from "../edit.ts";
import type { Operator } from "../strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { builderStrings } from "./builder-strings.ts";
import { filterOfNode, groupOf, type FilterGroup } from "./filter-node.ts";
import { FilterTree } from "./FilterTree.tsx";
import { Operands } from "./Operands.tsx";
import { specStrings } from "./spec-strings.ts";
import { targetOf } from "./target-of.ts";

export interface WhereEditorProps {
  readonly state: PivotReportState;
  readonly where: Filter | undefined;
  readonly onWhere: (where: Filter | undefined) => void;
}

const several = "several:";

/** The condition of one measure: none, one, or several in groups. */
export const WhereEditor = ({ state, where, onWhere }: WhereEditorProps): ReactNode => {
  const { words } = state;
  const { fields, fieldOf, strings, timeZone } = words;
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  const toTarget = (target: string) => targetOf(fieldOf(target), words);
  const [name, setName] = useState(() =>
    where === undefined ? "" : (conditionField(where) ?? several),
  );
  const field = fieldOf(name);
  const [draft, setDraft] = useState(() => draftOf(where, field.kind, timeZone));
  const [group, setGroup] = useState(() => groupOf(where, toTarget));
  const publish = (target: string, next: ConditionDraft): void => {
    setDraft(next);
    const made = conditionOf(next, toTarget(target));
    // Half a condition is none yet: the measure stays as it was until it is whole.
    if ("filter" in made) onWhere(made.filter);
  };
  const publishGroup = (next: FilterGroup): void => {
    setGroup(next);
    const made = filterOfNode(next, toTarget);
    if (made !== "incomplete") onWhere(made);
  };
  return (
    <>
      <Select
        label={more.only}
        value={name}
        options={[
          { id: "", label: more.allRecords },
          { id: several, label: texts.combined },
          ...fields.map((one) => ({ id: one.name, label: one.label })),
          ...(name === "" || name === several || fields.some((one) => one.name === name)
            ? []
            : [{ id: name, label: field.label }]),
        ]}
        onChange={(next) => {
          setName(next);
          if (next === "") onWhere(undefined);
          // What was written so far is the first of several.
          else if (next === several) publishGroup(groupOf(where, toTarget));
          else publish(next, draftOf(undefined, fieldOf(next).kind, timeZone));
        }}
      />
      {name === several ? (
        <FilterTree state={state} group={group} onGroup={publishGroup} />
      ) : name === "" ? null : (
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
