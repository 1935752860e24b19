import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import type { FieldLevel } from "./actions.ts";
import { can, isDecision, objectGrant, type RecordFacts } from "./can.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";

/**
 * What the principal may do with each field of the object; all `none` where he may not read it. With a record the levels
 * hold for that record: `edit` becomes `read` where he may not update it. Without one they are the best he can have.
 */
export const fieldLevels = (
  model: AccessModel,
  principal: Principal,
  object: string,
  record?: RecordFacts,
): ReadonlyMap<string, FieldLevel> => {
  const names = model.objects.get(object)?.fields ?? [];
  const readable = can(model, principal, "read", {
    object,
    ...(record === undefined ? {} : { record }),
  });
  const grant = objectGrant(model, principal, "read", object, record?.company);
  if (!readable.allow || isDecision(grant)) return new Map(names.map((name) => [name, "none"]));
  const writes =
    record === undefined
      ? can(model, principal, "update", { object }).allow ||
        can(model, principal, "create", { object }).allow
      : can(model, principal, "update", { object, record }).allow;
  if (writes) return grant.fields;
  return new Map(
    names.map((name) => [name, (grant.fields.get(name) ?? "none") === "none" ? "none" : "read"]),
  );
};

/** Names of the fields the principal may see on the object, and so filter, sort, group and search by. */
export const readableFields = (
  model: AccessModel,
  principal: Principal,
  object: string,
  record?: RecordFacts,
): ReadonlySet<string> =>
  new Set(
    [...fieldLevels(model, principal, object, record)]
      .filter(([, level]) => level !== "none")
      .map(([name]) => name),
  );

/**
 * Whether every field of a patch may be written. One that may not refuses the whole command, never silently dropped:
 * a fault `access/field-forbidden` for each, with the path `["fields", name]`.
 */
export const checkInput = (
  model: AccessModel,
  principal: Principal,
  object: string,
  patch: Readonly<Record<string, unknown>>,
  record?: RecordFacts,
): Result<void, Fault[]> => {
  const levels = fieldLevels(model, principal, object, record);
  const faults = Object.keys(patch)
    .filter((name) => levels.get(name) !== "edit")
    .map((name) =>
      fault("access/field-forbidden", "You may not write this field.", ["fields", name]),
    );
  return faults.length === 0 ? ok(undefined) : err(faults);
};
