import type { UserId } from "../kernel/index.ts";
import type { Action } from "./actions.ts";
import type { Decision } from "./decision.ts";
import { failedCondition, type ImpersonationCondition } from "./impersonation.ts";
import type { AccessModel } from "./model.ts";
import { listOf, type NameOf } from "./names.ts";
import type { Principal } from "./principal.ts";

const conditionTexts: Readonly<
  Record<ImpersonationCondition, { readonly text: string; readonly change: string | null }>
> = {
  permission: {
    text: "Whoever acts does not hold the system permission to act as others.",
    change: "Give whoever acts the system permission access.impersonate.",
  },
  self: { text: "Nobody can act as himself, or as nobody.", change: null },
  reason: { text: "No reason is given.", change: "Begin again and say why." },
  length: {
    text: "It would last longer than an hour.",
    change: "Begin again for at most an hour.",
  },
  time: { text: "It has not begun, or is over.", change: "Begin again." },
  personal: { text: "Nobody approves, exports or shares in the name of another.", change: null },
  action: { text: "It does not allow this action.", change: "Begin again and allow this action." },
};

/** What the rules before any right refuse, told. */
export const partiesRefusal = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  { rule }: Decision,
  name: NameOf,
): { readonly text: string; readonly changes: readonly string[] } => {
  if (rule === "tenant") {
    return { text: "The record, or somebody who asks, is of another company.", changes: [] };
  }
  if (rule === "inactive") {
    const people = [principal.actor, principal.onBehalfOf].filter(
      (id): id is UserId => id !== undefined && model.users.get(id)?.active !== true,
    );
    const off = listOf(people.map((id) => name("user", id)));
    return { text: `${off} may not sign in.`, changes: [`Activate ${off}.`] };
  }
  const actor = model.users.get(principal.actor);
  const failed = actor === undefined ? null : failedCondition(actor, principal, action);
  const { text, change } = conditionTexts[failed ?? "self"];
  return { text, changes: change === null ? [] : [change] };
};
