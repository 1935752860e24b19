"use client";
import { useRef, useState, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { keyStrings } from "./key-strings.ts";

/** The value of a new key, shown this once. Null where an answer was lost and the server tells it no more. */
export const MadeKey = ({ value }: { readonly value: string | null }): ReactNode => {
  const strings = useStrings(keyStrings);
  const [copied, setCopied] = useState<boolean | null>(null);
  const field = useRef<HTMLInputElement>(null);
  if (value === null) {
    return (
      <p className="ennead-alert" role="alert">
        {strings.madeBefore}
      </p>
    );
  }
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
          aria-label={strings.value}
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
