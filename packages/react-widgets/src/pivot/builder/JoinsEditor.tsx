"use client";
import type { Join } from "@ennead/core/pivot";
import { pivotColumns, type ObjectDefinition } from "@ennead/core/record";
import { useState, type FormEvent, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { FormEnd, Select, TextInput, type Option } from "../../kernel/parts/controls.tsx";
import { change, unique } from "../edit.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { specStrings } from "./spec-strings.ts";

export interface JoinsEditorProps {
  readonly state: PivotReportState;
  readonly onClose: () => void;
}

const optionsOf = (definition: ObjectDefinition | undefined, recordId: string): Option[] =>
  definition === undefined
    ? []
    : [
        ...pivotColumns(definition).map(({ name, label }) => ({ id: name, label })),
        { id: "id", label: recordId },
      ];

const held = (options: readonly Option[], id: string): readonly Option[] =>
  id === "" || options.some((option) => option.id === id)
    ? options
    : [{ id, label: id }, ...options];

/** The look-up that a reader most likely wants next: by a reference of the object that is not followed yet. */
const nextJoin = (
  joins: readonly Join[],
  object: ObjectDefinition | undefined,
  objects: readonly ObjectDefinition[],
): Join => {
  const reference = object?.fields.find(
    ({ type, name, object: to }) =>
      type === "reference" &&
      objects.some((one) => one.name === to) &&
      joins.every(({ left }) => left !== `${name}.id`),
  );
  const source = reference?.object ?? objects.find(({ name }) => name !== object?.name)?.name ?? "";
  const as = unique(
    source,
    joins.map((join) => join.as),
  );
  return {
    as,
    source,
    left: reference === undefined ? "" : `${reference.name}.id`,
    right: "id",
  };
};

const isWhole = (joins: readonly Join[]): boolean =>
  joins.every((join) => Object.values(join).every((part) => part.trim() !== "")) &&
  new Set(joins.map(({ as }) => as)).size === joins.length;

/** The objects in which each record is looked up, and by which fields. */
export const JoinsEditor = ({ state, onClose }: JoinsEditorProps): ReactNode => {
  const { value, spec, objects, object, words, actions } = state;
  const strings = useStrings(specStrings);
  const [joins, setJoins] = useState<readonly Join[]>(spec.joins ?? []);
  const [faulty, setFaulty] = useState(false);
  const put = (next: readonly Join[]): void => {
    setJoins(next);
    setFaulty(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWhole(joins)) {
      setFaulty(true);
      return;
    }
    const { joins: _, ...rest } = value.spec;
    const next = joins.length === 0 ? rest : { ...rest, joins };
    actions.apply(change(value, next), strings.joinsChanged);
    onClose();
  };
  const left = optionsOf(object, strings.recordId);
  return (
    <form className="ennead-form ennead-pivot-settings" onSubmit={submit} noValidate>
      <p className="ennead-note">{strings.joinHint}</p>
      {joins.map((join, at) => {
        const set = (part: Partial<Join>): void => put(joins.with(at, { ...join, ...part }));
        const there = objects.find(({ name }) => name === join.source);
        // A later look-up may begin at a field that an earlier one has found.
        const found = joins.slice(0, at).flatMap(({ as, source }) =>
          optionsOf(
            objects.find(({ name }) => name === source),
            strings.recordId,
          ).map(({ id, label }) => ({ id: `${as}.${id}`, label: `${as} › ${label}` })),
        );
        return (
          // Names change while they are written; the place stays.
          // oxlint-disable-next-line react/no-array-index-key
          <fieldset key={at} className="ennead-panel" aria-label={strings.join(join.as)}>
            <div className="ennead-pair">
              <TextInput label={strings.joinName} value={join.as} onChange={(as) => set({ as })} />
              <Select
                label={strings.joinSource}
                value={join.source}
                options={held(
                  objects.map(({ name, label }) => ({ id: name, label })),
                  join.source,
                )}
                onChange={(source) => set({ source, right: "id" })}
              />
            </div>
            <div className="ennead-pair">
              <Select
                label={strings.joinLeft}
                value={join.left}
                options={[
                  ...(join.left === "" ? [{ id: "", label: "" }] : []),
                  ...held([...left, ...found], join.left),
                ]}
                onChange={(id) => set({ left: id })}
              />
              <Select
                label={strings.joinRight}
                value={join.right}
                options={held(optionsOf(there, strings.recordId), join.right)}
                onChange={(right) => set({ right })}
              />
            </div>
            <div className="ennead-row" data-end="">
              <button
                type="button"
                className="ennead-button"
                data-quiet=""
                onClick={() => put(joins.toSpliced(at, 1))}
              >
                <Icon name="close" />
                {strings.removeJoin(join.as)}
              </button>
            </div>
          </fieldset>
        );
      })}
      <button
        type="button"
        className="ennead-button"
        data-quiet=""
        onClick={() => put([...joins, nextJoin(joins, object, objects)])}
      >
        <Icon name="plus" />
        {strings.addJoin}
      </button>
      <p className="ennead-alert" role="alert">
        {faulty ? strings.badJoin : ""}
      </p>
      <FormEnd cancel={words.strings.cancel} apply={words.strings.apply} onCancel={onClose} />
    </form>
  );
};
