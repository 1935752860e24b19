import type { PivotSpec } from "@ennead/core/pivot";

import { describeJoins, describeNarrowed, type Words } from "../describe.ts";
import type { Well } from "../value.ts";
import type { BuilderStrings } from "./builder-strings.ts";
import { entriesOf, type WellEntry } from "./entries.ts";

/** A piece of the sentence: plain words, a token that stands for an entry or for all look-ups, or the place to add an entry. */
export type SentencePart =
  | { readonly kind: "words"; readonly text: string }
  | {
      readonly kind: "token";
      readonly well: Well;
      readonly entry: WellEntry;
      readonly text: string;
    }
  | { readonly kind: "joins"; readonly text: string }
  | { readonly kind: "add"; readonly well: Well };

const wells: readonly Well[] = ["values", "rows", "cols", "filters"];

/** "Sum of Amount by Owner (top 5) and Quarter, only Stage: Won": the report in words, each entry a token. */
export const sentenceOf = (
  spec: PivotSpec,
  words: Words,
  more: BuilderStrings,
): readonly SentencePart[] => {
  const said = wells.flatMap((well): SentencePart[] => {
    const entries = entriesOf(spec, well, words);
    const tokens = entries.flatMap((entry, at): SentencePart[] => {
      const between = at === 0 ? more.lead[well] : at === entries.length - 1 ? more.and : ", ";
      const text =
        well === "rows" || well === "cols"
          ? describeNarrowed(spec, well, entry.index, words)
          : entry.text;
      const token = { kind: "token", well, entry, text } as const;
      return between === "" ? [token] : [{ kind: "words", text: between }, token];
    });
    return [...tokens, { kind: "add", well }];
  });
  const joins = describeJoins(spec, words).join(more.and);
  return joins === ""
    ? said
    : [...said, { kind: "words", text: more.lead.joins }, { kind: "joins", text: joins }];
};

/** The same as one text. */
export const sentenceText = (parts: readonly SentencePart[]): string =>
  parts.map((part) => (part.kind === "add" ? "" : part.text)).join("");
