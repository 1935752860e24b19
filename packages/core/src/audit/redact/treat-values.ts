import type { Json } from "../../kernel/index.ts";
import { copyOf, isJsonObject, put, take } from "../own.ts";

/** Deeper parts of a value are left as they are: no record of ours nests so deep. */
const deepest = 500;

/** Whether a value stands for one that was kept out already. */
export const isMark = (value: Json): boolean =>
  isJsonObject(value) &&
  (Object.hasOwn(value, "$redacted") ||
    Object.hasOwn(value, "$omitted") ||
    Object.hasOwn(value, "$commitment"));

type Treat = (value: Json, path: readonly string[]) => Json | undefined;

/**
 * The value with the parts that steps lead to treated; `*` is every item or member. Undefined from `treat` takes a member
 * out; items of a list become null, since the others keep their places. The value itself where nothing was treated.
 */
export const treatAt = (
  value: Json,
  steps: readonly string[],
  treat: Treat,
  path: readonly string[],
): Json | undefined => {
  if (value === null || isMark(value)) return value;
  const [step, ...more] = steps;
  if (step === undefined) return treat(value, path);
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const treated = list.map((item, at) =>
      step === "*" || step === String(at)
        ? (treatAt(item, more, treat, [...path, String(at)]) ?? null)
        : item,
    );
    return treated.some((item, at) => item !== list[at]) ? treated : value;
  }
  if (!isJsonObject(value)) return value;
  let draft: ReturnType<typeof copyOf> | undefined;
  for (const key of step === "*" ? Object.keys(value) : [step]) {
    const member = take(value, key);
    if (member === undefined) continue;
    const treated = treatAt(member, more, treat, [...path, key]);
    if (treated === member) continue;
    draft ??= copyOf(value);
    if (treated === undefined) delete draft[key];
    else put(draft, key, treated);
  }
  return draft ?? value;
};

/** The value with every text within it rewritten; the value itself where no text changed. */
export const treatTexts = (value: Json, rewrite: (text: string) => string, level = 0): Json => {
  if (typeof value === "string") return rewrite(value);
  if (level > deepest || value === null || isMark(value)) return value;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const treated = list.map((item) => treatTexts(item, rewrite, level + 1));
    return treated.some((item, at) => item !== list[at]) ? treated : value;
  }
  if (!isJsonObject(value)) return value;
  let draft: ReturnType<typeof copyOf> | undefined;
  for (const [key, member] of Object.entries(value)) {
    const treated = treatTexts(member, rewrite, level + 1);
    if (treated === member) continue;
    draft ??= copyOf(value);
    put(draft, key, treated);
  }
  return draft ?? value;
};
