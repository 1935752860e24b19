import type { Instant, UserId } from "../kernel/index.ts";
import { actions, type Action, type FieldLevel } from "./actions.ts";
import { asUser } from "./as-user.ts";
import { can, permits } from "./can.ts";
import { fieldLevels } from "./fields.ts";
import type { AccessModel } from "./model.ts";
import { scopeOf } from "./scope.ts";

/** How far an action reaches over the records of an object: all but what is denied, those that something gives, none. */
export type Reach = "all" | "some" | "none";

/** What one user may do with one object. */
export interface MatrixRow {
  readonly user: UserId;
  readonly object: string;
  /** `create`: `some` where he may make any at all. */
  readonly actions: Readonly<Record<Action, Reach>>;
  readonly fields: Readonly<Record<string, FieldLevel>>;
}

const reachOf = (
  model: AccessModel,
  user: UserId,
  object: string,
  action: Action,
  now: Instant | undefined,
): Reach => {
  const principal = asUser(model, user, now);
  if (action === "create") return can(model, principal, action, { object }).allow ? "some" : "none";
  const scope = scopeOf(model, principal, object, action);
  if (typeof scope === "string") return scope;
  return scope.all ? "all" : "some";
};

/** What a user may do with an object, by action and by field. */
export const matrixRow = (
  model: AccessModel,
  user: UserId,
  object: string,
  now?: Instant,
): MatrixRow => ({
  user,
  object,
  actions: Object.fromEntries(
    actions.map((action) => [action, reachOf(model, user, object, action, now)]),
  ) as Record<Action, Reach>,
  fields: Object.fromEntries(fieldLevels(model, asUser(model, user, now), object)),
});

/** Users by objects: who may do what, and how far. Users in the order given, objects in that of the facts. */
export const matrix = (
  model: AccessModel,
  users: readonly UserId[],
  now?: Instant,
): readonly MatrixRow[] =>
  users.flatMap((user) =>
    [...model.objects.keys()].map((object) => matrixRow(model, user, object, now)),
  );

/** The system permissions that a user may use, in order. */
export const systemOf = (model: AccessModel, user: UserId): readonly string[] =>
  [...(model.users.get(user)?.system ?? [])]
    .filter((system) => permits(model, asUser(model, user), { system }).allow)
    .toSorted();
