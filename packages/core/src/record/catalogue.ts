import * as v from "valibot";

import { err, fault, isObject, ok, type Fault, type Result } from "../kernel/index.ts";
import { defineObject, fieldFaults, schemaFaults } from "./define.ts";
import type { ObjectDefinition } from "./definition.ts";
import { extensionSchema } from "./schema.ts";

/** Every object of one company by name. Plain data: a new object or field needs no change of any table. */
export type Catalogue = ReadonlyMap<string, ObjectDefinition>;

const within = (faults: readonly Fault[], index: number): Fault[] =>
  faults.map((one) => ({ ...one, path: [index, ...(one.path ?? [])] }));

const add = (objects: Map<string, ObjectDefinition>, addition: unknown): Fault[] => {
  if (isObject(addition) && "extends" in addition) {
    const parsed = v.safeParse(extensionSchema, addition);
    if (!parsed.success) return schemaFaults(parsed.issues);
    const base = objects.get(parsed.output.extends);
    if (base === undefined) {
      return [
        fault("record/unknown-object", `There is no object ${parsed.output.extends} to extend.`, [
          "extends",
        ]),
      ];
    }
    const { fields } = parsed.output;
    const faults = fieldFaults(fields, new Set(base.fields.map(({ name }) => name)));
    if (faults.length === 0) {
      objects.set(base.name, { ...base, fields: [...base.fields, ...fields] });
    }
    return faults;
  }
  const defined = defineObject(addition);
  if (!defined.ok) return defined.error;
  if (objects.has(defined.value.name)) {
    return [
      fault("record/duplicate-name", `There is an object ${defined.value.name} already.`, ["name"]),
    ];
  }
  objects.set(defined.value.name, defined.value);
  return [];
};

/**
 * The objects of a company: `base` (usually `standardObjects`) and then its own objects and extensions, in order.
 * Paths of faults begin with the index of the addition; codes are those of `defineObject` and `record/unknown-object`
 * for an extension or a reference that leads nowhere. References to `external` objects (such as `user`) are allowed.
 */
export const catalogue = (
  base: readonly ObjectDefinition[],
  additions: readonly unknown[] = [],
  external: readonly string[] = [],
): Result<Catalogue, Fault[]> => {
  const objects = new Map(base.map((object) => [object.name, object]));
  const faults = additions.flatMap((addition, index) => within(add(objects, addition), index));
  for (const object of objects.values()) {
    for (const field of object.fields) {
      if (field.object === undefined) continue;
      if (!objects.has(field.object) && !external.includes(field.object)) {
        faults.push(
          fault(
            "record/unknown-object",
            `${object.name}.${field.name} refers to ${field.object}, which is no object.`,
          ),
        );
      }
    }
  }
  return faults.length === 0 ? ok(objects) : err(faults);
};
