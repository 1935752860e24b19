"use client";
import { useRef, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import { useStrings } from "../../kernel/context.ts";
import { linkStrings } from "./link-strings.ts";

/** The address of a new link, shown this once. */
export const MadeLink = ({ url }: { readonly url: string }): ReactNode => {
  const strings = useStrings(linkStrings);
  const [copied, setCopied] = useState<boolean | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(url);
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
          aria-label={strings.address}
          readOnly
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button className="ennead-button" data-primary="" onPress={() => void copy()}>
          {strings.copy}
        </Button>
      </div>
      <output className="ennead-note">
        {copied === null ? "" : copied ? strings.copied : strings.notCopied}
      </output>
    </div>
  );
};
