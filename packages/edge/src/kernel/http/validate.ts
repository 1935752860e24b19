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

/** What is looked into of a schema: members of an object, the value of a record, the inside of a wrapper. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly value?: Shape;
  readonly wrapped?: Shape;
  readonly pipe?: readonly Shape[];
}

// A strict object takes these for its own because every object inherits them, and a record passes over them.
const inheritedKeys = ["__proto__", "constructor", "prototype", "toString", "valueOf"] as const;

/** The path of the first key that the schema would pass over in silence. */
const strayKey = (schema: Shape, value: unknown): readonly PathSegment[] | undefined => {
  const inside = schema.wrapped ?? schema.pipe?.[0];
  if (inside !== undefined && inside !== schema) return strayKey(inside, value);
  if (!isObject(value)) return undefined;
  const isRecord = schema.type === "record";
  if (!isRecord && schema.type !== "strict_object") return undefined;
  const { entries = {} } = schema;
  const passed = isRecord ? inheritedKeys.slice(0, 3) : inheritedKeys;
  const stray = passed.find((key) => Object.hasOwn(value, key) && !Object.hasOwn(entries, key));
  if (stray !== undefined) return [stray];
  for (const key of Object.keys(value)) {
    const member = isRecord ? schema.value : Object.hasOwn(entries, key) ? entries[key] : undefined;
    const path = member === undefined ? undefined : strayKey(member, value[key]);
    if (path !== undefined) return [key, ...path];
  }
  return undefined;
};

/** The value read by the schema, or every fault in it with its path. */
export const validate = (
  schema: v.GenericSchema<unknown, unknown>,
  value: unknown,
):
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: Fault[] } => {
  const stray = strayKey(schema as unknown as Shape, value);
  if (stray !== undefined) {
    return { ok: false, error: [fault("kernel/unknown-field", "There is no such field.", stray)] };
  }
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  return result.success
    ? { ok: true, value: result.output }
    : { ok: false, error: result.issues.slice(0, 50).map((issue) => faultOf(issue)) };
};
