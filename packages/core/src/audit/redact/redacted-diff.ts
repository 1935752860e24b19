import { pointerOf, type Json, type JsonObject } from "../../kernel/index.ts";
import type { Change, Diff } from "../change.ts";
import { diff, type DiffOptions, type Redaction } from "../diff.ts";
import { digestOf } from "../digest.ts";
import { fieldOf, type DiffField, type FieldCatalogue } from "../field.ts";
import {
  covers,
  pathRules,
  rest,
  type Box,
  type FieldClass,
  type PathRule,
  type RedactionRule,
  type Treatment,
} from "./rule.ts";
import { maskPattern } from "./text-pattern.ts";
import { isMark, treatAt, treatTexts } from "./treat-values.ts";

export interface RedactionOptions extends Omit<DiffOptions, "redact"> {
  readonly rules: readonly RedactionRule[];
  readonly classes?: readonly FieldClass[];
}

/** The field a path leads to in the catalogue; what lies within json is json. */
const fieldAt = (fields: FieldCatalogue, path: readonly string[]): DiffField => {
  const [name = "", , ...inner] = path;
  const field = fieldOf(fields, name);
  if (path.length === 1 || (field.type !== "keyed" && field.type !== "json")) return field;
  return field.type === "keyed" && inner.length > 0
    ? fieldAt(field.fields, inner)
    : fieldOf({}, "");
};

const valueKeys = ["before", "after"] as const;
const labelKeys = ["beforeLabel", "afterLabel"] as const;
const textKeys = [...valueKeys, "added", "removed", "beforeLabel", "afterLabel"] as const;

/** Types whose values are no words of people; names beside them are. */
const wordless: ReadonlySet<string> = new Set([
  "reference",
  "integer",
  "decimal",
  "money",
  "boolean",
  "date",
  "datetime",
]);

/** One diff under the rules that reach into values; what it takes out is collected. */
class Redacting {
  readonly boxes: Box[] = [];
  readonly dropped: string[] = [];
  touched = false;
  readonly #fields: FieldCatalogue;
  readonly #salt: string | undefined;

  constructor(fields: FieldCatalogue, salt: string | undefined) {
    this.#fields = fields;
    this.#salt = salt;
  }

  /** The mark a value leaves; undefined where it leaves none. */
  #mark(treatment: Treatment, value: Json, path: readonly string[]): Json | undefined {
    this.touched = true;
    switch (treatment) {
      case "mask":
        return { $redacted: "mask" };
      case "hash":
        return digestOf(fieldAt(this.#fields, path), value, this.#salt);
      case "encrypt": {
        const box = this.boxes.length;
        this.boxes.push({ box, path, value });
        return { $redacted: "encrypt", box };
      }
      case "drop":
        this.dropped.push(pointerOf(path));
        return undefined;
      default:
        return treatment satisfies never;
    }
  }

  /** A change of which a rule covers all; undefined where nothing of it is kept. */
  whole({ path, op, before, after, index }: Change, treatment: Treatment): Change | undefined {
    if (treatment === "drop") {
      this.touched = true;
      this.dropped.push(path.length === 1 ? (path[0] ?? "") : pointerOf(path));
      return undefined;
    }
    const hide = (value: Json): Json =>
      value === null || isMark(value) ? value : (this.#mark(treatment, value, path) ?? null);
    return {
      path,
      op,
      ...(before === undefined ? {} : { before: hide(before) }),
      ...(after === undefined ? {} : { after: hide(after) }),
      ...(index === undefined ? {} : { index }),
    };
  }

  /** A change whose values hold parts that a rule leads to. */
  inside(change: Change, steps: readonly string[], treatment: Treatment): Change {
    if (change.op === "reorder") return change;
    const treat = (value: Json, path: readonly string[]): Json | undefined =>
      this.#mark(treatment, value, path);
    const values = valueKeys.flatMap((key) => {
      const value = change[key];
      if (value === undefined) return [];
      return [[key, treatAt(value, steps, treat, change.path) ?? null] as const];
    });
    return { ...change, ...Object.fromEntries(values) };
  }

  /** A change whose texts are rewritten, the names in it as well. */
  texts(change: Change, rewrite: (text: string) => string): Change {
    if (change.op === "reorder") return change;
    const isWordless = wordless.has(fieldAt(this.#fields, change.path).type);
    const rewritten = (isWordless ? labelKeys : textKeys).flatMap((key) => {
      const value = change[key] as Json | undefined;
      const now = value === undefined ? undefined : treatTexts(value, rewrite);
      return now === value ? [] : [[key, now] as const];
    });
    if (rewritten.length === 0) return change;
    this.touched = true;
    return { ...change, ...Object.fromEntries(rewritten) };
  }

  change(given: Change, rules: readonly PathRule[]): Change | undefined {
    const covering = rules.find(({ path }) => covers(path, given.path));
    if (covering !== undefined) return this.whole(given, covering.treatment);
    let change = given;
    for (const { path, treatment } of rules) {
      const steps = rest(path, given.path);
      if (steps !== undefined) change = this.inside(change, steps, treatment);
    }
    return change;
  }
}

/** What `diff` does by itself: the first rule for a field, unless that encrypts. */
const wholeFields = (rules: readonly PathRule[]): { readonly [field: string]: Redaction } => {
  const first = new Map<string, Treatment>();
  for (const { path, treatment } of rules) {
    const [name = "*"] = path;
    if (path.length === 1 && name !== "*" && !first.has(name)) first.set(name, treatment);
  }
  const entries = [...first].flatMap(([name, treatment]) =>
    treatment === "encrypt" ? [] : [[name, treatment] as const],
  );
  return Object.fromEntries(entries);
};

/**
 * `diff` under rules, before anything is stored: by class of a field, by path into items and json, by the look of texts.
 * Fields as a whole are treated as `diff` says; `encrypt` leaves `{"$redacted":"encrypt","box"}` and gives the value in
 * `boxes`. Parts that were dropped are named in `dropped` by their JSON pointer. Of several rules for one place the first
 * counts. What a rule touched makes the diff irreversible; what did not change leaves no trace. Throws TypeError where
 * `hash` is asked for without a salt.
 */
export const redactedDiff = (
  fields: FieldCatalogue,
  before: JsonObject | null,
  after: JsonObject | null,
  { rules, classes = [], ...options }: RedactionOptions,
): { readonly diff: Diff; readonly boxes: readonly Box[] } => {
  const byPath = pathRules(rules, classes);
  const redact = wholeFields(byPath);
  const found = diff(fields, before, after, { ...options, redact });
  const redacting = new Redacting(fields, options.salt);
  const patterns = rules.flatMap((rule) => (rule.by === "pattern" ? [rule.pattern] : []));
  const rewrite = (text: string): string =>
    patterns.reduce((rewritten, pattern) => maskPattern(rewritten, pattern), text);
  const changes = found.changes.flatMap((change) => {
    const treated = redacting.change(change, byPath);
    if (treated === undefined) return [];
    return [patterns.length === 0 ? treated : redacting.texts(treated, rewrite)];
  });
  const { touched, dropped, boxes } = redacting;
  return {
    boxes,
    diff: touched
      ? {
          changes,
          dropped: [...new Set([...found.dropped, ...dropped])].toSorted(),
          reversible: false,
        }
      : found,
  };
};

/**
 * The diff as somebody may read it who must not see some fields today: their values and names within are masked, that
 * they changed stays. For showing only; stored diffs are redacted by `redactedDiff`.
 */
export const withoutFields = (found: Diff, hidden: ReadonlySet<string>): Diff => {
  if (!found.changes.some(({ path }) => hidden.has(path[0] ?? ""))) return found;
  const redacting = new Redacting({}, undefined);
  const seen = new Set<string>();
  const changes = found.changes.flatMap((change) => {
    const name = change.path[0] ?? "";
    if (!hidden.has(name)) return [change];
    // One mark for a field: the keys of its items and members would tell something too.
    if (seen.has(name)) return [];
    seen.add(name);
    const values = { before: change.before ?? null, after: change.after ?? null };
    const isInside = change.path.length > 1;
    const mask = { $redacted: "mask" };
    const whole = redacting.whole({ path: [name], op: "set", ...values }, "mask");
    return isInside || whole === undefined
      ? [{ path: [name], op: "set" as const, before: mask, after: mask }]
      : [whole];
  });
  return { ...found, changes, reversible: false };
};
