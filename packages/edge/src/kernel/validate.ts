import { fault, isObject, type Fault, type PathSegment } from "@ennead/core/kernel";
import * as v from "valibot";

const segment = (key: unknown): key is PathSegment =>
  typeof key === "string" || typeof key === "number";

const faultOf = (issue: v.BaseIssue<unknown>): Fault => {
  const path = (issue.path ?? []).map((step) => step.key).filter(segment);
  // A strict object reports a key it does not know as one it never expected.
  return issue.type === "strict_object" && issue.expected === "never"
    ? fault("kernel/unknown-field", "There is no such field.", path)
    : fault("kernel/invalid-value", issue.message, path);
};

/** Keys that every object inherits, which a strict schema takes for its own. */
const inherited = (
  schema: v.GenericSchema<unknown, unknown>,
  value: unknown,
): readonly string[] => {
  if (schema.type !== "strict_object" || !isObject(value) || !("entries" in schema)) return [];
  const { entries } = schema as unknown as { readonly entries: object };
  return Object.keys(value).filter((key) => !Object.hasOwn(entries, key) && key in entries);
};

/** The value read by the schema, or every fault in it with its path. */
export const validate = (
  schema: v.GenericSchema<unknown, unknown>,
  value: unknown,
):
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: Fault[] } => {
  const [stray] = inherited(schema, value);
  if (stray !== undefined) {
    const unknown = fault("kernel/unknown-field", "There is no such field.", [stray]);
    return { ok: false, error: [unknown] };
  }
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  return result.success
    ? { ok: true, value: result.output }
    : { ok: false, error: result.issues.slice(0, 50).map((issue) => faultOf(issue)) };
};
