import * as v from "valibot";

import {
  err,
  fault,
  ok,
  shortened,
  type Fault,
  type PathSegment,
  type Result,
} from "../kernel/index.ts";
import type { FieldDefinition, ObjectDefinition } from "./definition.ts";
import { isReservedName } from "./names.ts";
import { objectSchema } from "./schema.ts";

const picklists: ReadonlySet<string> = new Set(["picklist", "multiPicklist"]);
const texts: ReadonlySet<string> = new Set(["text", "richText", "email", "phone", "url", "secret"]);
const unindexed: ReadonlySet<string> = new Set(["richText", "list", "json", "secret"]);

const isPathSegment = (key: unknown): key is PathSegment =>
  typeof key === "string" || typeof key === "number";

/** Faults out of what valibot found, each with the path to the wrong part beneath `path`. */
export const schemaFaults = (
  issues: readonly v.BaseIssue<unknown>[],
  path: readonly PathSegment[] = [],
): Fault[] =>
  issues.map((issue) =>
    fault("record/bad-definition", shortened(issue.message, 200), [
      ...path,
      ...(issue.path ?? []).map((step) => step.key).filter(isPathSegment),
    ]),
  );

const optionFaults = (field: FieldDefinition, path: readonly PathSegment[]): Fault[] => {
  if (!picklists.has(field.type)) {
    return field.options === undefined
      ? []
      : [fault("record/bad-definition", `A ${field.type} field has no options.`, path)];
  }
  if (field.options === undefined) {
    return [fault("record/bad-definition", `A ${field.type} field needs options.`, path)];
  }
  const seen = new Set<string>();
  return field.options.flatMap(({ value }, index) => {
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [
      fault("record/duplicate-option", `The option ${value} is listed twice.`, [...path, index]),
    ];
  });
};

const flagFaults = (field: FieldDefinition, path: readonly PathSegment[]): Fault[] => {
  const faults: Fault[] = [];
  const refuse = (key: string, message: string): void => {
    faults.push(fault("record/bad-definition", message, [...path, key]));
  };
  if (field.type === "decimal" && field.scale === undefined) {
    refuse("scale", "A decimal field says how many digits follow the point.");
  }
  if (field.type !== "decimal" && field.scale !== undefined) {
    refuse("scale", `A ${field.type} field has no scale.`);
  }
  if (field.type === "reference" && field.object === undefined) {
    refuse("object", "A reference names the object it refers to.");
  }
  if (field.type !== "reference" && field.object !== undefined) {
    refuse("object", `A ${field.type} field refers to no object.`);
  }
  if (field.maxLength !== undefined && !texts.has(field.type)) {
    refuse("maxLength", `A ${field.type} field has no length.`);
  }
  for (const key of ["unique", "indexed"] as const) {
    if (field[key] === true && unindexed.has(field.type)) {
      refuse(key, `A ${field.type} field cannot be ${key}.`);
    }
  }
  if (field.searchable === true && (field.type === "secret" || !texts.has(field.type))) {
    refuse("searchable", `A ${field.type} field cannot be searched.`);
  }
  return faults;
};

/** The rules of a list of fields that need more than one key: names, options, flags that fit the type. */
export const fieldFaults = (
  fields: readonly FieldDefinition[],
  taken: ReadonlySet<string> = new Set(),
): Fault[] => {
  // Upper-case twins would be one column to a database that folds case.
  const seen = new Set([...taken].map((name) => name.toLowerCase()));
  return fields.flatMap((field, index) => {
    const path = ["fields", index];
    const faults = [...flagFaults(field, path), ...optionFaults(field, [...path, "options"])];
    if (isReservedName(field.name)) {
      faults.push(
        fault("record/reserved-name", `No field may be called ${field.name}.`, [...path, "name"]),
      );
    }
    const folded = field.name.toLowerCase();
    if (seen.has(folded)) {
      faults.push(
        fault("record/duplicate-name", `There is a field ${field.name} already.`, [
          ...path,
          "name",
        ]),
      );
    }
    seen.add(folded);
    return faults;
  });
};

/**
 * Reads an object definition from untrusted data. Faults come with paths into the definition: `record/bad-definition`
 * (shape, options or flags that do not fit the type), `record/duplicate-name`, `record/duplicate-option`,
 * `record/reserved-name`, `record/unknown-name-field`. Whether references lead to known objects is `catalogue`'s.
 */
export const defineObject = (definition: unknown): Result<ObjectDefinition, Fault[]> => {
  const parsed = v.safeParse(objectSchema, definition);
  if (!parsed.success) return err(schemaFaults(parsed.issues));
  const object: ObjectDefinition = parsed.output;
  const faults = fieldFaults(object.fields);
  const named = object.fields.find(({ name }) => name === object.nameField);
  if (named === undefined || !texts.has(named.type) || named.type === "secret") {
    faults.push(
      fault("record/unknown-name-field", `${object.nameField} is no text field of the object.`, [
        "nameField",
      ]),
    );
  }
  return faults.length === 0 ? ok(object) : err(faults);
};
