"use client";
import {
  useDeferredValue,
  useId,
  useMemo,
  useRef,
  useState,
  type FormEvent,
  type ReactNode,
} from "react";

import { useStrings } from "../../kernel/context.ts";
import { useLateCode } from "../../kernel/late.ts";
import { NotLoaded } from "../../kernel/not-loaded.tsx";
import { FormEnd, Select, TextInput } from "../../kernel/parts/controls.tsx";
import { describeValue } from "../describe.ts";
import { setField, setFormula, takenNames } from "../edit-report.ts";
import type { FormulaEngine } from "../formula-engine.ts";
import { formulaEngine } from "../formulas.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { builderStrings } from "./builder-strings.ts";
import {
  checkFormula,
  formulaTypes,
  previewOf,
  written,
  type FormulaCheck,
  type FormulaFault,
  type FormulaTarget,
} from "./formula-check.ts";

export interface FormulaEditorProps {
  readonly state: PivotReportState;
  readonly target: FormulaTarget;
  readonly onClose: () => void;
}

/** The text once more, its faults underlined where they are. Sighted readers see the place; the sentence names it. */
const Marked = ({
  text,
  fault,
}: {
  readonly text: string;
  readonly fault: FormulaFault;
}): ReactNode => (
  <code className="ennead-pivot-formula-echo" aria-hidden="true">
    {text.slice(0, fault.from)}
    <u>{text.slice(fault.from, Math.max(fault.to, fault.from + 1)) || "\u00a0"}</u>
    {text.slice(Math.max(fault.to, fault.from + 1))}
  </code>
);

const formulaOf = ({ spec }: PivotReportState, target: FormulaTarget): string => {
  if (target.kind === "field") {
    return spec.fields?.find(({ name }) => name === target.name)?.formula ?? "";
  }
  const held = target.index === null ? undefined : spec.values[target.index];
  return held !== undefined && "formula" in held ? held.formula : "";
};

const namesFor = ({ spec, fields, words }: PivotReportState, target: FormulaTarget) => {
  if (target.kind === "field") {
    return fields
      .filter(({ name }) => name !== target.name)
      .map(({ name, label }) => ({ id: written(name), label }));
  }
  return spec.values
    .filter((value, at) => !("showAs" in value) && at !== target.index)
    .map((value) => ({ id: written(value.name), label: describeValue(value, words) }));
};

const Verdict = ({
  check,
  text,
  preview,
}: {
  readonly check: FormulaCheck;
  readonly text: string;
  readonly preview: string | null | undefined;
}): ReactNode => {
  const more = useStrings(builderStrings);
  const [fault] = check.ok ? [] : check.faults;
  if (fault !== undefined) {
    return (
      <>
        <Marked text={text} fault={fault} />
        <span className="ennead-alert">{more.faultAt(fault.from + 1, fault.message)}</span>
      </>
    );
  }
  if (!check.ok) return null;
  return (
    <span className="ennead-pivot-none">
      {more.formulaOk(more.formulaTypes[check.type] ?? check.type)}
      {preview === undefined ? null : ` · ${more.preview(preview ?? more.previewNone)}`}
    </span>
  );
};

const Editor = ({
  state,
  target,
  engine,
  onClose,
}: FormulaEditorProps & { readonly engine: FormulaEngine }): ReactNode => {
  const { words, actions, value, spec } = state;
  const { strings } = words;
  const more = useStrings(builderStrings);
  const isNew = target.kind === "field" ? target.name === null : target.index === null;
  const [text, setText] = useState(() => formulaOf(state, target));
  const [name, setName] = useState("");
  const [nameFault, setNameFault] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const saidId = useId();
  const types = useMemo(() => formulaTypes(state, target), [state, target]);
  const check = useMemo(() => checkFormula(text, types, engine), [text, types, engine]);
  const settled = useDeferredValue(text);
  const preview = useMemo(
    () =>
      settled.trim() !== "" && checkFormula(settled, types, engine).ok
        ? previewOf(settled, target, state)
        : undefined,
    [settled, types, engine, target, state],
  );

  const insert = (piece: string): void => {
    const box = area.current;
    if (box === null) return;
    const [from, to] = [box.selectionStart, box.selectionEnd];
    setText(text.slice(0, from) + piece + text.slice(to));
    // A function is written with what it takes; the caret goes where the first of that stands.
    const open = piece.indexOf("(");
    const caret = from + (open < 0 || piece.startsWith("field(") ? piece.length : open + 1);
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(caret, caret);
    });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!check.ok) {
      area.current?.focus();
      return;
    }
    const wanted = name.trim();
    if (isNew && (wanted === "" || takenNames(spec).includes(wanted))) {
      setNameFault(wanted === "" ? more.needsName : more.nameTaken);
      return;
    }
    if (target.kind === "field") {
      const field = target.name ?? wanted;
      actions.apply(setField(value, field, text), more.fieldAdded(field));
    } else {
      const { index } = target;
      const label = index === null ? wanted : (spec.values[index]?.name ?? wanted);
      actions.apply(setFormula(value, index, wanted, text), more.changed(label));
    }
    onClose();
  };
  return (
    <form className="ennead-form ennead-pivot-settings" onSubmit={submit} noValidate>
      {isNew ? (
        <TextInput
          label={more.formulaName}
          value={name}
          onChange={(next) => {
            setName(next);
            setNameFault("");
          }}
        />
      ) : null}
      <p className="ennead-alert" role="alert">
        {nameFault}
      </p>
      <label className="ennead-field">
        <span className="ennead-caption">{more.formula}</span>
        <textarea
          ref={area}
          className="ennead-input ennead-pivot-formula"
          dir="ltr"
          rows={3}
          spellCheck={false}
          value={text}
          aria-invalid={text !== "" && !check.ok}
          aria-describedby={saidId}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <output className="ennead-pivot-formula-said" id={saidId}>
        {text.trim() === "" ? null : <Verdict check={check} text={text} preview={preview} />}
      </output>
      <div className="ennead-pair">
        <Select
          label={target.kind === "field" ? strings.fields : strings.values}
          value=""
          options={[{ id: "", label: more.insert }, ...namesFor(state, target)]}
          onChange={insert}
        />
        <Select
          label={more.functions}
          value=""
          options={[
            { id: "", label: more.insert },
            ...engine.functions.map(({ name: id, usage }) => ({ id: `${id}()`, label: usage })),
          ]}
          onChange={insert}
        />
      </div>
      <FormEnd cancel={strings.cancel} apply={strings.apply} onCancel={onClose} />
    </form>
  );
};

/** Writes a formula: checked at every key, its fault shown where it is, its answer over the records beside it. */
export const FormulaEditor = (props: FormulaEditorProps): ReactNode => {
  const more = useStrings(builderStrings);
  const { value: engine, failures } = useLateCode(formulaEngine, true);
  if (engine !== undefined) return <Editor {...props} engine={engine} />;
  return failures > 0 ? (
    <NotLoaded failures={failures} onRetry={formulaEngine.load} />
  ) : (
    <p className="ennead-pivot-none">{more.loading}</p>
  );
};
