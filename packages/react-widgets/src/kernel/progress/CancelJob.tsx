"use client";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { useStrings } from "../context.ts";
import { jobStrings } from "./strings.ts";

export interface CancelJobProps {
  readonly busy: boolean;
  readonly onCancel: () => void;
}

/** A button that asks once more before it stops the work; Escape and "Go on" lead back to it. */
export const CancelJob = ({ busy, onCancel }: CancelJobProps): ReactNode => {
  const strings = useStrings(jobStrings);
  const [asking, setAsking] = useState(false);
  const question = useId();
  const first = useRef<HTMLButtonElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    // The focus goes with what the reader has done, not with the first render.
    if (moved.current) (asking ? safe : first).current?.focus();
  }, [asking]);
  const turn = (to: boolean): void => {
    moved.current = true;
    setAsking(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    turn(false);
  };
  if (!asking) {
    return (
      <button
        ref={first}
        type="button"
        className="ennead-button"
        aria-disabled={busy}
        onClick={() => {
          if (!busy) turn(true);
        }}
      >
        {busy ? strings.cancelling : strings.cancel}
      </button>
    );
  }
  return (
    // Escape is for the whole question, whichever button has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <fieldset className="ennead-job-question" aria-labelledby={question} onKeyDown={onKeyDown}>
      <p id={question}>{strings.confirm}</p>
      <button
        type="button"
        className="ennead-button"
        data-danger=""
        onClick={() => {
          onCancel();
          turn(false);
        }}
      >
        {strings.confirmYes}
      </button>
      <button ref={safe} type="button" className="ennead-button" onClick={() => turn(false)}>
        {strings.confirmNo}
      </button>
    </fieldset>
  );
};
