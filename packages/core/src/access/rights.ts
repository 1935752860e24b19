import { actions, type Action, type FieldLevel } from "./actions.ts";
import { can, permits } from "./can.ts";
import { fieldLevels } from "./fields.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";

/** Everything a principal may do, as plain data for a user interface. Objects and fields without any right are absent. */
export interface Rights {
  readonly system: readonly string[];
  readonly objects: Readonly<
    Record<
      string,
      {
        readonly actions: readonly Action[];
        readonly fields: Readonly<Record<string, Exclude<FieldLevel, "none">>>;
      }
    >
  >;
}

/** The rights of a principal, each list in its usual order. A user interface may hide by it; `can` still decides. */
export const rightsOf = (model: AccessModel, principal: Principal): Rights => {
  const named = [...(model.users.get(principal.actor)?.system ?? [])];
  const objects = [...model.objects.keys()].flatMap((object) => {
    const allowed = actions.filter((action) => can(model, principal, action, { object }).allow);
    if (allowed.length === 0) return [];
    const fields = [...fieldLevels(model, principal, object)].filter(
      (entry): entry is [string, Exclude<FieldLevel, "none">] => entry[1] !== "none",
    );
    return [[object, { actions: allowed, fields: Object.fromEntries(fields) }] as const];
  });
  return {
    system: named.filter((system) => permits(model, principal, { system }).allow).toSorted(),
    objects: Object.fromEntries(objects),
  };
};
