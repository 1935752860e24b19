import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import type { AccessObject, SetDefinition } from "./facts.ts";

/**
 * Whether everything a set speaks of exists: `access/unknown-object`, `access/unknown-field`,
 * `access/unknown-permission`, each with its path. A typing error would otherwise look like a right that is held.
 */
export const checkSet = (
  set: SetDefinition,
  objects: Readonly<Record<string, AccessObject>>,
  permissions: ReadonlySet<string>,
): Result<void, Fault[]> => {
  const faults: Fault[] = [];
  const known = (name: string): AccessObject | undefined =>
    Object.hasOwn(objects, name) ? objects[name] : undefined;
  const unknownObject = (part: "objects" | "fields" | "obligations", name: string): void => {
    faults.push(fault("access/unknown-object", "There is no object of this name.", [part, name]));
  };
  for (const name of Object.keys(set.objects)) {
    if (known(name) === undefined) unknownObject("objects", name);
  }
  for (const name of Object.keys(set.obligations ?? {})) {
    if (known(name) === undefined) unknownObject("obligations", name);
  }
  for (const [name, fields] of Object.entries(set.fields)) {
    const object = known(name);
    if (object === undefined) {
      unknownObject("fields", name);
      continue;
    }
    for (const field of Object.keys(fields)) {
      if (!object.fields.includes(field)) {
        faults.push(
          fault("access/unknown-field", `${name} has no field of this name.`, [
            "fields",
            name,
            field,
          ]),
        );
      }
    }
  }
  for (const [index, permission] of set.system.entries()) {
    if (!permissions.has(permission)) {
      faults.push(
        fault("access/unknown-permission", "There is no system permission of this name.", [
          "system",
          index,
        ]),
      );
    }
  }
  return faults.length === 0 ? ok(undefined) : err(faults);
};
