import type { PivotSpec } from "@ennead/core/pivot";

import type { Words } from "../describe.ts";
import type { Well } from "../value.ts";
import type { BuilderStrings } from "./builder-strings.ts";
import { entriesOf, type WellEntry } from "./entries.ts";

/** A piece of the sentence: plain words, a token that stands for an entry, or the place where one can be added. */
export type SentencePart =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "token"; readonly well: Well; readonly entry: WellEntry }
  | { readonly kind: "add"; readonly well: Well };

const wells: readonly Well[] = ["values", "rows", "cols", "filters"];

/** "Sum of Amount by Owner (top 5) and Quarter, only Stage: Won": the report in words, each entry a token. */
export const sentenceOf = (
  spec: PivotSpec,
  words: Words,
  more: BuilderStrings,
): readonly SentencePart[] =>
  wells.flatMap((well): SentencePart[] => {
    const entries = entriesOf(spec, well, words);
    const said = entries.flatMap((entry, at): SentencePart[] => {
      const between = at === 0 ? more.lead[well] : at === entries.length - 1 ? more.and : ", ";
      const token = { kind: "token", well, entry } as const;
      return between === "" ? [token] : [{ kind: "words", text: between }, token];
    });
    return [...said, { kind: "add", well }];
  });

/** The same as one text. */
export const sentenceText = (parts: readonly SentencePart[]): string =>
  parts
    .map((part) =>
      part.kind === "words" ? part.text : part.kind === "token" ? part.entry.text : "",
    )
    .join("");
