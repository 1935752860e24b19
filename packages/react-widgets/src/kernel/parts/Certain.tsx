"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

export interface CertainProps {
  /** What the button says, and the name it is read by. */
  readonly label: string;
  readonly name: string;
  /** What is asked before it is done, and the answers. */
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
}

/** Does what cannot be undone only when asked twice, at the same place. */
export const Certain = ({ label, name, question, yes, no, onYes }: CertainProps): ReactNode => {
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // The focus goes to the harmless answer, and back to where it came from.
    if (asking) keep.current?.focus();
    else if (asked.current) first.current?.focus();
    asked.current = asking;
  }, [asking]);
  return asking ? (
    <fieldset className="ennead-certain">
      <legend>{question}</legend>
      <Button ref={keep} className="ennead-button" data-quiet="" onPress={() => setAsking(false)}>
        {no}
      </Button>
      <Button
        className="ennead-button"
        data-danger=""
        onPress={() => {
          setAsking(false);
          onYes();
        }}
      >
        {yes}
      </Button>
    </fieldset>
  ) : (
    <Button
      ref={first}
      className="ennead-button"
      data-quiet=""
      aria-label={name}
      onPress={() => setAsking(true)}
    >
      {label}
    </Button>
  );
};
