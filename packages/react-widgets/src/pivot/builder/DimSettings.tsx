"use client";
import type { Bucket } from "@ennead/core/pivot";
import { useState, type FormEvent, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Check, FormEnd, Select, TextInput, type Option } from "../../kernel/parts/controls.tsx";
import { describeDim, describeValue } from "../describe.ts";
import { rankingValues, replaceDim, setHaving, setName } from "../edit-report.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import type { Axis } from "../value.ts";
import { named } from "../view-parts.ts";
import { bucketChoices, bucketId, bucketOfId } from "./bucket-choices.ts";
import { builderStrings } from "./builder-strings.ts";
import { dimOfDraft, draftOfDim, type DimDraft } from "./dim-draft.ts";
import { HavingList } from "./HavingList.tsx";

export interface DimSettingsProps {
  readonly state: PivotReportState;
  readonly axis: Axis;
  readonly index: number;
  readonly onClose: () => void;
}

interface PartProps {
  readonly state: PivotReportState;
  readonly draft: DimDraft;
  readonly onDraft: (change: Partial<DimDraft>) => void;
}

/** Numbers 1 to `count` by a name that the locale has for them. */
const numbered = (count: number, label: (at: number) => string): Option[] =>
  Array.from({ length: count }, (_, at) => ({ id: String(at + 1), label: label(at) }));

const two = (number: number): string => String(number).padStart(2, "0");

const CalendarRules = ({ state, draft, onDraft }: PartProps): ReactNode => {
  const more = useStrings(builderStrings);
  const { formats } = state.words;
  const { bucket } = draft;
  if (bucket?.kind !== "fiscal" && bucket?.kind !== "weekYear") return null;
  const set = (rules: Partial<Bucket>): void =>
    onDraft({ bucket: { ...bucket, ...rules } as Bucket });
  const months = numbered(12, (at) => formats.date(`2024-${two(at + 1)}-01`, { month: "long" }));
  // 1 January 2024 was a Monday.
  const days = numbered(7, (at) => formats.date(`2024-01-${two(at + 1)}`, { weekday: "long" }));
  const namedBy = (
    <Select
      label={more.namedBy}
      value={bucket.nameBy}
      options={(["start", "end"] as const).map((id) => ({ id, label: more.nameBy[id] }))}
      onChange={(id) => set({ nameBy: id === "start" ? "start" : "end" })}
    />
  );
  if (bucket.kind === "fiscal") {
    return (
      <div className="ennead-pair">
        <Select
          label={more.startMonth}
          value={String(bucket.startMonth)}
          options={months}
          onChange={(id) => set({ startMonth: Number(id) })}
        />
        {namedBy}
      </div>
    );
  }
  return (
    <>
      <div className="ennead-pair">
        <Select
          label={more.endMonth}
          value={String(bucket.endMonth)}
          options={months}
          onChange={(id) => set({ endMonth: Number(id) })}
        />
        <Select
          label={more.endDay}
          value={String(bucket.endDay)}
          options={days}
          onChange={(id) => set({ endDay: Number(id) })}
        />
      </div>
      <Select
        label={more.rule}
        value={bucket.rule}
        options={(["last", "nearest"] as const).map((id) => ({ id, label: more.rules[id] }))}
        onChange={(id) => set({ rule: id === "last" ? "last" : "nearest" })}
      />
      <div className="ennead-pair">
        <Select
          label={more.pattern}
          value={bucket.pattern}
          options={["445", "454", "544"].map((id) => ({ id, label: [...id].join("-") }))}
          onChange={(id) => set({ pattern: id as typeof bucket.pattern })}
        />
        {namedBy}
      </div>
    </>
  );
};

const GroupRules = ({ draft, onDraft }: PartProps): ReactNode => {
  const more = useStrings(builderStrings);
  switch (draft.bucket?.kind) {
    case "bins":
      return (
        <TextInput
          label={more.edges}
          value={draft.edges}
          placeholder="100; 500; 1000"
          onChange={(edges) => onDraft({ edges })}
        />
      );
    case "step":
      return (
        <div className="ennead-pair">
          <TextInput
            label={more.size}
            value={draft.size}
            numeric
            onChange={(size) => onDraft({ size })}
          />
          <TextInput
            label={more.origin}
            value={draft.origin}
            placeholder="0"
            numeric
            onChange={(origin) => onDraft({ origin })}
          />
        </div>
      );
    case "map":
      return (
        <>
          <TextInput
            label={more.mapHint}
            value={draft.groups}
            lines={4}
            onChange={(groups) => onDraft({ groups })}
          />
          <TextInput label={more.rest} value={draft.rest} onChange={(rest) => onDraft({ rest })} />
        </>
      );
    default:
      return null;
  }
};

const Choosing = ({ state, draft, onDraft }: PartProps): ReactNode => {
  const { spec, words } = state;
  const more = useStrings(builderStrings);
  const measures = rankingValues(spec).map((value) => ({
    id: value.name,
    label: describeValue(value, words),
  }));
  return (
    <>
      {measures.length === 0 ? null : (
        <div className="ennead-pivot-trio">
          <Select
            label={more.top}
            value={draft.top}
            options={[
              { id: "", label: more.always },
              { id: "desc", label: more.topWays.desc },
              { id: "asc", label: more.topWays.asc },
            ]}
            onChange={(id) => onDraft({ top: id as DimDraft["top"] })}
          />
          {draft.top === "" ? null : (
            <>
              <TextInput
                label={more.count}
                value={draft.n}
                numeric
                onChange={(n) => onDraft({ n })}
              />
              <Select
                label={more.by}
                value={draft.by}
                options={measures}
                onChange={(by) => onDraft({ by })}
              />
            </>
          )}
        </div>
      )}
      {draft.top === "" ? null : (
        <>
          <Check
            label={more.others}
            checked={draft.others}
            onChange={(others) => onDraft({ others })}
          />
          <Check label={more.ties} checked={draft.ties} onChange={(ties) => onDraft({ ties })} />
        </>
      )}
      {measures.length === 0 ? null : (
        <HavingList
          measures={measures}
          rules={draft.having}
          words={words}
          onRules={(having) => onDraft({ having })}
        />
      )}
    </>
  );
};

/** All there is to say of one level: its name, groups, order, choice of members. Applied at once, undone at once. */
export const DimSettings = ({ state, axis, index, onClose }: DimSettingsProps): ReactNode => {
  const { spec, words, actions, value } = state;
  const { strings, formats, fieldOf, names } = words;
  const more = useStrings(builderStrings);
  const dim = spec[axis][index];
  const mine = (spec.having ?? []).filter(({ on, level }) => on === axis && level === index);
  const [draft, setDraft] = useState(() =>
    draftOfDim(
      dim ?? { name: "", field: "" },
      mine,
      rankingValues(spec)[0]?.name ?? "",
      formats.locale,
    ),
  );
  const [name, setDraftName] = useState(() => named(names, dim?.name ?? "") ?? "");
  const [faulty, setFaulty] = useState(false);
  if (dim === undefined) return null;
  const field = fieldOf(dim.field);
  const change = (part: Partial<DimDraft>): void => {
    setDraft((held) => ({ ...held, ...part }));
    setFaulty(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const made = dimOfDraft(draft, dim, { on: axis, level: index }, field, formats.locale);
    if (made === null) {
      setFaulty(true);
      return;
    }
    const replacedDim = replaceDim(value, axis, index, made.dim);
    const narrowed = setHaving(replacedDim, axis, index, made.having);
    const renamed = setName(narrowed, narrowed.spec[axis][index]?.name ?? dim.name, name);
    const next = name.trim() === "" && named(names, dim.name) === undefined ? narrowed : renamed;
    actions.apply(next, more.changed(describeDim(made.dim, words)));
    onClose();
  };
  const dated = field.kind === "date" || field.kind === "instant";
  const part = { state, draft, onDraft: change };
  return (
    <form className="ennead-form ennead-pivot-settings" onSubmit={submit} noValidate>
      <TextInput
        label={more.name}
        value={name}
        placeholder={describeDim(dim, { ...words, names: undefined })}
        onChange={setDraftName}
      />
      <Select
        label={strings.grain}
        value={bucketId(draft.bucket)}
        options={bucketChoices(field, words, more)}
        onChange={(id) => change({ bucket: bucketOfId(id, draft.bucket ?? dim.bucket) })}
      />
      <CalendarRules {...part} />
      <GroupRules {...part} />
      <Select
        label={strings.sort}
        value={draft.sort}
        options={[
          { id: "label:asc", label: strings.sortAscending },
          { id: "label:desc", label: strings.sortDescending },
          { id: "list", label: more.list },
          ...spec.values.flatMap((measure) => {
            const text = describeValue(measure, words);
            return [
              { id: `desc:${measure.name}`, label: `${text}: ${strings.largestFirst}` },
              { id: `asc:${measure.name}`, label: `${text}: ${strings.smallestFirst}` },
            ];
          }),
        ]}
        onChange={(sort) => change({ sort })}
      />
      {draft.sort === "list" ? (
        <TextInput
          label={more.listHint}
          value={draft.list}
          lines={4}
          onChange={(list) => change({ list })}
        />
      ) : null}
      <Choosing {...part} />
      <Select
        label={more.fill}
        value={draft.fill}
        options={(["none", ...(dated ? (["range"] as const) : []), "all"] as const).map((id) => ({
          id,
          label: more.fills[id],
        }))}
        onChange={(id) => change({ fill: id as DimDraft["fill"] })}
      />
      <p className="ennead-alert" role="alert">
        {faulty ? more.badNumber : ""}
      </p>
      <FormEnd cancel={strings.cancel} apply={strings.apply} onCancel={onClose} />
    </form>
  );
};
