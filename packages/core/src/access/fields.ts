import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import { lowestLevel, type FieldLevel } from "./actions.ts";
import { can } from "./can.ts";
import type { RecordFacts } from "./decision.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";
import { delegatesOf, isDecision, isDelegated, partiesOf } from "./subject.ts";

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
  if (isDelegated(principal)) {
    const [own, others] = delegatesOf(principal);
    const second = fieldLevels(model, others, object, record);
    return new Map(
      [...fieldLevels(model, own, object, record)].map(([name, level]) => [
        name,
        lowestLevel(level, second.get(name) ?? "none"),
      ]),
    );
  }
  const names = model.objects.get(object)?.fields ?? [];
  const resource = record === undefined ? { object } : { object, record };
  const parties = partiesOf(model, principal, record?.company ?? principal.company, "read");
  const grant = isDecision(parties) ? undefined : parties.subject.objects.get(object);
  if (grant === undefined || !can(model, principal, "read", resource).allow) {
    return new Map(names.map((name) => [name, "none"]));
  }
  const writes =
    can(model, principal, "update", resource).allow ||
    (record === undefined && can(model, principal, "create", resource).allow);
  if (writes) return grant.fields;
  return new Map([...grant.fields].map(([name, level]) => [name, lowestLevel(level, "read")]));
};

/** Names of the fields the principal may see in full on the object, and so filter, sort, group and search by. */
export const readableFields = (
  model: AccessModel,
  principal: Principal,
  object: string,
  record?: RecordFacts,
): ReadonlySet<string> =>
  new Set(
    [...fieldLevels(model, principal, object, record)]
      .filter(([, level]) => level === "read" || level === "edit")
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
