"use client";
import type { Filter } from "@ennead/core/filter";
import type { Aggregate, AggregateValue, ShownValue, Value } from "@ennead/core/pivot";
import { useState, type FormEvent, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Check, FormEnd, Select, TextInput } from "../../kernel/parts/controls.tsx";
import { numberText, shownNumber } from "../condition.ts";
import { describeDim, describeValue } from "../describe.ts";
import { replaceValue, setConditional, setFormat, setHidden, setName } from "../edit-report.ts";
import { aggregatesOf, setAggregate } from "../edit.ts";
import { isAggregate, isShown } from "../spec-kind.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import {
  named,
  type ConditionalFormat,
  type ConditionalKind,
  type MeasureFormat,
} from "../view-parts.ts";
import { builderStrings } from "./builder-strings.ts";
import { OrderKeys } from "./OrderKeys.tsx";
import { WhereEditor } from "./WhereEditor.tsx";

export interface ValueSettingsProps {
  readonly state: PivotReportState;
  readonly index: number;
  readonly onClose: () => void;
}

interface PartProps<Held extends Value> {
  readonly state: PivotReportState;
  readonly held: Held;
  readonly onChange: (next: Held) => void;
}

const showings = [
  "pctRow",
  "pctCol",
  "pctGrand",
  "pctParentRow",
  "pctParentCol",
  "index",
  "running",
  "diff",
  "pctDiff",
  "rank",
] as const;

const along: ReadonlySet<ShownValue["showAs"]> = new Set(["running", "diff", "pctDiff", "rank"]);

const withWhere = (held: AggregateValue, where: Filter | undefined): AggregateValue => {
  const { where: _, ...rest } = held;
  return where === undefined ? rest : { ...rest, where };
};

const AggregateParts = ({ state, held, onChange }: PartProps<AggregateValue>): ReactNode => {
  const { words } = state;
  const { strings, fieldOf, fields, formats } = words;
  const more = useStrings(builderStrings);
  const [share, setShare] = useState(() => shownNumber(String(held.p ?? 0.9), formats.locale));
  const fieldOptions = (kind: (field: (typeof fields)[number]) => boolean) =>
    fields.filter(kind).map(({ name, label }) => ({ id: name, label }));
  return (
    <>
      {held.field === undefined ? null : (
        <Select
          label={strings.aggregate}
          value={held.agg}
          options={aggregatesOf(fieldOf(held.field)).map((id) => ({
            id,
            label: strings.aggregates[id],
          }))}
          onChange={(id) => {
            const alone = { spec: { ...state.spec, values: [held] }, view: {} };
            const made = setAggregate(alone, 0, id as Aggregate, fieldOf(held.field ?? ""), fields);
            const [next] = made.spec.values;
            if (next !== undefined && isAggregate(next)) onChange({ ...next, name: held.name });
          }}
        />
      )}
      {held.agg === "quantile_cont" || held.agg === "quantile_disc" ? (
        <TextInput
          label={more.share}
          value={share}
          numeric
          onChange={(text) => {
            setShare(text);
            const p = Number(numberText(text, formats.locale) ?? Number.NaN);
            onChange({ ...held, p });
          }}
        />
      ) : null}
      {held.agg === "wavg" ? (
        <Select
          label={more.weight}
          value={held.weight ?? ""}
          options={fieldOptions(({ kind }) => kind === "number")}
          onChange={(weight) => onChange({ ...held, weight })}
        />
      ) : null}
      {held.agg === "first" || held.agg === "last" ? (
        <OrderKeys
          fields={fieldOptions(() => true)}
          keys={held.orderBy ?? []}
          onKeys={(orderBy) => onChange({ ...held, orderBy })}
        />
      ) : null}
      <WhereEditor
        state={state}
        where={held.where}
        onWhere={(where) => onChange(withWhere(held, where))}
      />
    </>
  );
};

const ShownParts = ({ state, held, onChange }: PartProps<ShownValue>): ReactNode => {
  const { spec, words } = state;
  const { strings } = words;
  const more = useStrings(builderStrings);
  const axis = held.axis ?? "cols";
  const levels = spec[axis].map((dim, level) => ({
    id: String(level),
    label: describeDim(dim, words),
  }));
  return (
    <>
      <Select
        label={strings.aggregate}
        value={held.showAs}
        options={showings.map((id) => ({ id, label: strings.showAs[id] }))}
        onChange={(id) => onChange({ ...held, showAs: id as ShownValue["showAs"] })}
      />
      <Select
        label={more.base}
        value={held.of}
        options={spec.values
          .filter(({ name }) => name !== held.name)
          .map((value) => ({ id: value.name, label: describeValue(value, words) }))}
        onChange={(of) => onChange({ ...held, of })}
      />
      {along.has(held.showAs) ? (
        <div className="ennead-pair">
          <Select
            label={more.along}
            value={axis}
            options={[
              { id: "rows", label: more.rows },
              { id: "cols", label: more.columns },
            ]}
            onChange={(id) => {
              const { level: _, ...rest } = held;
              onChange({ ...rest, axis: id === "rows" ? "rows" : "cols" });
            }}
          />
          <Select
            label={more.level}
            value={held.level === undefined ? "" : String(held.level)}
            options={[{ id: "", label: more.sameLevel }, ...levels]}
            onChange={(id) => {
              const { level: _, ...rest } = held;
              onChange(id === "" ? rest : { ...rest, level: Number(id) });
            }}
          />
        </div>
      ) : null}
      {held.showAs === "rank" ? (
        <Select
          label={more.order}
          value={held.dir ?? "desc"}
          options={[
            { id: "desc", label: strings.largestFirst },
            { id: "asc", label: strings.smallestFirst },
          ]}
          onChange={(id) => onChange({ ...held, dir: id === "asc" ? "asc" : "desc" })}
        />
      ) : null}
    </>
  );
};

interface LooksDraft {
  readonly style: MeasureFormat["style"] | "";
  readonly digits: string;
  readonly kind: ConditionalKind | "";
  readonly low: string;
  readonly high: string;
  readonly reverse: boolean;
  readonly hidden: boolean;
}

const LooksParts = ({
  draft,
  onDraft,
}: {
  readonly draft: LooksDraft;
  readonly onDraft: (change: Partial<LooksDraft>) => void;
}): ReactNode => {
  const more = useStrings(builderStrings);
  const styles = ["number", "percent", "money"] as const;
  const kinds = ["scale", "bar", "threshold", "icon"] as const;
  return (
    <>
      <div className="ennead-pair">
        <Select
          label={more.format}
          value={draft.style}
          options={[
            { id: "", label: more.automatic },
            ...styles.map((id) => ({ id, label: more.styles[id] })),
          ]}
          onChange={(id) => onDraft({ style: id as LooksDraft["style"] })}
        />
        {draft.style === "" ? null : (
          <TextInput
            label={more.digits}
            value={draft.digits}
            numeric
            onChange={(digits) => onDraft({ digits })}
          />
        )}
      </div>
      <Select
        label={more.standsOut}
        value={draft.kind}
        options={[
          { id: "", label: more.nothing },
          ...kinds.map((id) => ({ id, label: more.conditional[id] })),
        ]}
        onChange={(id) => onDraft({ kind: id as LooksDraft["kind"] })}
      />
      {draft.kind === "threshold" || draft.kind === "icon" ? (
        <>
          <div className="ennead-pair">
            <TextInput
              label={more.low}
              value={draft.low}
              numeric
              onChange={(low) => onDraft({ low })}
            />
            <TextInput
              label={more.high}
              value={draft.high}
              numeric
              onChange={(high) => onDraft({ high })}
            />
          </div>
          <Check
            label={more.reverse}
            checked={draft.reverse}
            onChange={(reverse) => onDraft({ reverse })}
          />
        </>
      ) : null}
      <Check label={more.hide} checked={draft.hidden} onChange={(hidden) => onDraft({ hidden })} />
    </>
  );
};

const looksDraft = ({ value }: PivotReportState, name: string, locale: string): LooksDraft => {
  const format = named(value.view.formats, name);
  const held = value.view.conditional?.find(({ measure }) => measure === name);
  const cuts = held !== undefined && "low" in held ? held : undefined;
  const number = (one: number | undefined): string =>
    one === undefined ? "" : shownNumber(String(one), locale);
  return {
    style: format?.style ?? "",
    digits: String(format?.digits ?? 1),
    kind: held?.kind ?? "",
    low: number(cuts?.low),
    high: number(cuts?.high),
    reverse: cuts?.reverse === true,
    hidden: value.view.hidden?.includes(name) === true,
  };
};

const formatOf = ({ style, digits }: LooksDraft): MeasureFormat | undefined | null => {
  if (style === "") return undefined;
  const count = Number(digits);
  return Number.isInteger(count) && count >= 0 && count <= 20 && digits.trim() !== ""
    ? { style, digits: count }
    : null;
};

const conditionalOf = (
  draft: LooksDraft,
  measure: string,
  locale: string,
): ConditionalFormat | undefined | null => {
  const { kind, reverse } = draft;
  if (kind === "") return undefined;
  if (kind === "scale" || kind === "bar") return { kind, measure };
  const [low, high] = [numberText(draft.low, locale), numberText(draft.high, locale)];
  if (low === undefined || high === undefined) return null;
  return { kind, measure, low: Number(low), high: Number(high), ...(reverse ? { reverse } : {}) };
};

/** All there is to say of one measure: its name, what it computes of which records, how it looks. */
export const ValueSettings = ({ state, index, onClose }: ValueSettingsProps): ReactNode => {
  const { spec, words, actions, value } = state;
  const { strings, formats, names } = words;
  const more = useStrings(builderStrings);
  const held = spec.values[index];
  const [draft, setDraft] = useState<Value | undefined>(held);
  const [name, setDraftName] = useState(() => named(names, held?.name ?? "") ?? "");
  const [looks, setLooks] = useState(() => looksDraft(state, held?.name ?? "", formats.locale));
  const [faulty, setFaulty] = useState(false);
  if (held === undefined || draft === undefined) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const format = formatOf(looks);
    const conditional = conditionalOf(looks, held.name, formats.locale);
    const share = isAggregate(draft) && draft.agg.startsWith("quantile") ? (draft.p ?? -1) : 0;
    if (format === null || conditional === null || !(share >= 0 && share <= 1)) {
      setFaulty(true);
      return;
    }
    const steps = [
      (now: typeof value) => (draft === held ? now : replaceValue(now, index, draft)),
      (now: typeof value) =>
        name.trim() === (named(names, held.name) ?? "") ? now : setName(now, held.name, name),
      (now: typeof value) => setFormat(now, held.name, format),
      (now: typeof value) => setConditional(now, held.name, conditional),
      (now: typeof value) => setHidden(now, held.name, looks.hidden),
    ];
    const next = steps.reduce((now, step) => step(now), value);
    actions.apply(next, more.changed(describeValue(draft, words)));
    onClose();
  };
  return (
    <form className="ennead-form ennead-pivot-settings" onSubmit={submit} noValidate>
      <TextInput
        label={more.name}
        value={name}
        placeholder={describeValue(held, { ...words, names: undefined })}
        onChange={setDraftName}
      />
      {isAggregate(draft) ? (
        <AggregateParts state={state} held={draft} onChange={setDraft} />
      ) : isShown(draft) ? (
        <ShownParts state={state} held={draft} onChange={setDraft} />
      ) : null}
      <LooksParts
        draft={looks}
        onDraft={(change) => setLooks((before) => ({ ...before, ...change }))}
      />
      <p className="ennead-alert" role="alert">
        {faulty ? more.badNumber : ""}
      </p>
      <FormEnd cancel={strings.cancel} apply={strings.apply} onCancel={onClose} />
    </form>
  );
};
