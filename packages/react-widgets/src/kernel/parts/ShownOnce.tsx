"use client";
import { useRef, useState, type ReactNode } from "react";

export interface ShownOnceProps {
  readonly value: string;
  /** The name the value is read by. */
  readonly label: string;
  readonly strings: {
    /** That it is to be copied now. */
    readonly made: string;
    readonly copy: string;
    readonly copied: string;
    readonly notCopied: string;
  };
}

/** A secret that was just made and is never shown again, with a button that copies it. */
export const ShownOnce = ({ value, label, strings }: ShownOnceProps): ReactNode => {
  const [copied, setCopied] = useState<boolean | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      field.current?.select();
      setCopied(false);
    }
  };
  return (
    <div className="ennead-panel">
      <p role="alert">{strings.made}</p>
      <div className="ennead-row">
        <input
          ref={field}
          className="ennead-input"
          aria-label={label}
          readOnly
          spellCheck={false}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" className="ennead-button" data-primary="" onClick={() => void copy()}>
          {strings.copy}
        </button>
      </div>
      <output className="ennead-note">
        {copied === null ? "" : copied ? strings.copied : strings.notCopied}
      </output>
    </div>
  );
};
