"use client";
import type { ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import { kernelStrings } from "../kernel/strings.ts";
import { sayFault } from "./say-fault.ts";
import { accessStrings } from "./strings.ts";

export interface NewFormProps {
  readonly title: string;
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly error: Error | null;
  readonly onCreate: () => void;
  readonly onCancel: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** The frame of a form that makes something: its title, why it was refused, and the way out. */
export const NewForm = ({
  title,
  busy,
  error,
  onCreate,
  onCancel,
  children,
}: NewFormProps): ReactNode => {
  const strings = useStrings(accessStrings);
  const kernel = useStrings(kernelStrings);
  return (
    <form
      className="ennead-form ennead-access-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onCreate();
      }}
    >
      <h3>{title}</h3>
      {children}
      {error === null ? null : (
        <p className="ennead-access-alert" role="alert">
          {sayFault(error, strings, kernel)}
        </p>
      )}
      <div className="ennead-form-end">
        <button type="button" className="ennead-button" onClick={onCancel}>
          {strings.cancel}
        </button>
        <button type="submit" className="ennead-button" data-primary="" aria-disabled={busy}>
          {strings.create}
        </button>
      </div>
    </form>
  );
};
