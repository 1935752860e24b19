"use client";
import { useState, type FormEvent, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { libraryStrings } from "./library-strings.ts";

export interface FolderFormProps {
  readonly name: string;
  readonly apply: string;
  readonly onName: (name: string) => void;
  /** Offered where there is something to go back to. */
  readonly onCancel?: () => void;
}

/** The name of a folder, in one line. */
export const FolderForm = ({ name, apply, onName, onCancel }: FolderFormProps): ReactNode => {
  const strings = useStrings(libraryStrings);
  const [text, setText] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onName(text.trim());
    setText(name);
  };
  return (
    <form className="ennead-row" onSubmit={submit}>
      <input
        className="ennead-input"
        aria-label={strings.folderName}
        placeholder={strings.folderName}
        value={text}
        maxLength={200}
        required
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" className="ennead-button">
        {apply}
      </button>
      {onCancel === undefined ? null : (
        <button type="button" className="ennead-button" data-quiet="" onClick={onCancel}>
          {strings.cancel}
        </button>
      )}
    </form>
  );
};
