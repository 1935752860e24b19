"use client";
import { useEffect, useRef, type ReactNode } from "react";

export interface QuestionProps {
  /** What is asked before it is done, and the answers. */
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks once more, in place, before something is gone; the focus goes to the harmless answer. */
export const Question = ({ question, yes, no, onYes, onNo }: QuestionProps): ReactNode => {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset className="ennead-certain">
      <legend>{question}</legend>
      <button ref={keep} type="button" className="ennead-button" data-quiet="" onClick={onNo}>
        {no}
      </button>
      <button type="button" className="ennead-button" data-danger="" onClick={onYes}>
        {yes}
      </button>
    </fieldset>
  );
};
