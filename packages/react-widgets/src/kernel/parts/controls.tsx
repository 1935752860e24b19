"use client";
import type { ReactNode } from "react";

export interface Option {
  readonly id: string;
  readonly label: string;
  /** Heading of the group it stands in. */
  readonly group?: string;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (id: string) => void;
}

const item = ({ id, label }: Option): ReactNode => (
  <option key={id} value={id}>
    {label}
  </option>
);

/** One of several, in groups where options name one. */
export const Select = ({ label, value, options, onChange }: SelectProps): ReactNode => {
  const groups = [...new Set(options.map(({ group }) => group))];
  return (
    <label className="ennead-field">
      <span className="ennead-caption">{label}</span>
      <select
        className="ennead-select"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {groups.map((group) => {
          const members = options.filter((option) => option.group === group).map(item);
          return group === undefined ? (
            members
          ) : (
            <optgroup key={group} label={group}>
              {members}
            </optgroup>
          );
        })}
      </select>
    </label>
  );
};

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly numeric?: boolean;
  readonly lines?: number;
  readonly onChange: (text: string) => void;
}

export const TextInput = (props: TextProps): ReactNode => {
  const shared = {
    className: "ennead-input",
    value: props.value,
    placeholder: props.placeholder ?? "",
  };
  return (
    <label className="ennead-field">
      <span className="ennead-caption">{props.label}</span>
      {props.lines === undefined ? (
        <input
          {...shared}
          type="text"
          {...(props.numeric === true ? { inputMode: "decimal" as const } : {})}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...shared}
          rows={props.lines}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
      )}
    </label>
  );
};

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export const Check = ({ label, checked, onChange }: CheckProps): ReactNode => (
  <label className="ennead-check">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span>{label}</span>
  </label>
);

interface FormEndProps {
  readonly cancel: string;
  readonly apply: string;
  readonly onCancel: () => void;
}

export const FormEnd = ({ cancel, apply, onCancel }: FormEndProps): ReactNode => (
  <div className="ennead-form-end">
    <button type="button" className="ennead-button" data-quiet="" onClick={onCancel}>
      {cancel}
    </button>
    <button type="submit" className="ennead-button" data-primary="">
      {apply}
    </button>
  </div>
);
