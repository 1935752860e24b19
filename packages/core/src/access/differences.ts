import type { Instant, UserId } from "../kernel/index.ts";
import { actions, type Action, type FieldLevel } from "./actions.ts";
import { matrixRow, systemOf, type Reach } from "./matrix.ts";
import type { AccessModel } from "./model.ts";

/** An action that reaches further for one of two than for the other. */
export interface ActionDifference {
  readonly object: string;
  readonly action: Action;
  readonly before: Reach;
  readonly after: Reach;
}

/** A field that two do not see alike. */
export interface FieldDifference {
  readonly object: string;
  readonly field: string;
  readonly before: FieldLevel;
  readonly after: FieldLevel;
}

/** What differs between two users of one model, or one user in two models. */
export interface RightsDifference {
  readonly systemGained: readonly string[];
  readonly systemLost: readonly string[];
  readonly actions: readonly ActionDifference[];
  readonly fields: readonly FieldDifference[];
}

/** A user of a model. */
export interface UserIn {
  readonly model: AccessModel;
  readonly user: UserId;
}

/** What differs in the rights of two: objects in the order of the first model, then those that only the second knows. */
export const rightsDifference = (
  before: UserIn,
  after: UserIn,
  now?: Instant,
): RightsDifference => {
  const [had, has] = [systemOf(before.model, before.user), systemOf(after.model, after.user)];
  const objects = new Set([...before.model.objects.keys(), ...after.model.objects.keys()]);
  const actionDifferences: ActionDifference[] = [];
  const fieldDifferences: FieldDifference[] = [];
  for (const object of objects) {
    const one = matrixRow(before.model, before.user, object, now);
    const other = matrixRow(after.model, after.user, object, now);
    for (const action of actions) {
      const [left, right] = [one.actions[action], other.actions[action]];
      if (left !== right) actionDifferences.push({ object, action, before: left, after: right });
    }
    const levels = new Map(Object.entries(other.fields));
    for (const field of new Set([...Object.keys(one.fields), ...levels.keys()])) {
      const left = Object.hasOwn(one.fields, field) ? (one.fields[field] ?? "none") : "none";
      const right = levels.get(field) ?? "none";
      if (left !== right) fieldDifferences.push({ object, field, before: left, after: right });
    }
  }
  return {
    systemGained: has.filter((name) => !had.includes(name)),
    systemLost: had.filter((name) => !has.includes(name)),
    actions: actionDifferences,
    fields: fieldDifferences,
  };
};

/** What `right` may do otherwise than `left`: `before` is what `left` has, `after` what `right` has. */
export const compareUsers = (
  model: AccessModel,
  left: UserId,
  right: UserId,
  now?: Instant,
): RightsDifference => rightsDifference({ model, user: left }, { model, user: right }, now);
