import type { Json } from "../../kernel/index.ts";
import type { Redaction } from "../diff.ts";
import type { TextPattern } from "./text-pattern.ts";

/** How a value is kept out of the log; `encrypt` keeps it beside the log, for the caller to seal. */
export type Treatment = Redaction | "encrypt";

/**
 * What is kept out, and how. `class` names a class of fields (pii, financial …). `path` leads from the record: field, key
 * of json, `*` for any one step such as an item of a list; it covers all that lies beneath. `pattern` masks what looks
 * like it within any text, and leaves the rest of the text.
 */
export type RedactionRule =
  | { readonly by: "class"; readonly class: string; readonly treatment: Treatment }
  | { readonly by: "path"; readonly path: readonly string[]; readonly treatment: Treatment }
  | { readonly by: "pattern"; readonly pattern: TextPattern };

/** Which classes a place in a record is of. */
export interface FieldClass {
  readonly path: readonly string[];
  readonly classes: readonly string[];
}

/** A value that was taken out of a diff, to be sealed and kept beside it; `box` is its number in the diff. */
export interface Box {
  readonly box: number;
  readonly path: readonly string[];
  readonly value: Json;
}

/** A path that is to be treated. */
export interface PathRule {
  readonly path: readonly string[];
  readonly treatment: Treatment;
}

/** The rules by path and by class as paths; of several for one place the first counts. */
export const pathRules = (
  rules: readonly RedactionRule[],
  classes: readonly FieldClass[],
): readonly PathRule[] =>
  rules.flatMap((rule): readonly PathRule[] => {
    if (rule.by === "path") return rule.path.length === 0 ? [] : [rule];
    if (rule.by === "pattern") return [];
    return classes.flatMap((one) =>
      one.classes.includes(rule.class) && one.path.length > 0
        ? [{ path: one.path, treatment: rule.treatment }]
        : [],
    );
  });

/** Whether a rule covers a place: it names the place or something above it. */
export const covers = (rule: readonly string[], path: readonly string[]): boolean =>
  rule.length <= path.length && rule.every((step, at) => step === "*" || step === path[at]);

/** The steps of a rule that lead on from a place into its value; undefined where it leads elsewhere or nowhere deeper. */
export const rest = (
  rule: readonly string[],
  path: readonly string[],
): readonly string[] | undefined =>
  rule.length > path.length && covers(rule.slice(0, path.length), path)
    ? rule.slice(path.length)
    : undefined;
