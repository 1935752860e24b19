"use client";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { sentenceOf } from "../../kernel/say-error.ts";
import { kernelStrings } from "../../kernel/strings.ts";

/** Why something did not work, said at once; nothing where it did. */
export const Problem = ({ error }: { readonly error: Error | null | undefined }): ReactNode => {
  const kernel = useStrings(kernelStrings);
  return (
    <p className="ennead-pivot-alert" role="alert">
      {error == null ? "" : sentenceOf(error, kernel)}
    </p>
  );
};
