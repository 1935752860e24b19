import type { Instant, UserId } from "../kernel/index.ts";
import { asUser } from "./as-user.ts";
import { recordLevel } from "./can-move.ts";
import { can } from "./can.ts";
import { grantNames, type GrantName, type RecordFacts } from "./decision.ts";
import { explain } from "./explain.ts";
import type { AccessModel } from "./model.ts";
import { byId, type NameOf } from "./names.ts";

/** Somebody who may see a record. */
export interface Viewer {
  readonly user: UserId;
  /** 1 sees it, 2 may change it, 3 has all of it. */
  readonly level: 1 | 2 | 3;
  /** The grant by which he sees it. */
  readonly reason: GrantName;
  /** The same for administrators: "Visible because Ada manages the owner Bob." */
  readonly text: string;
}

/** Everybody who may see a record, those of the strongest grant first, then by id. Give the record with its shares. */
export const whoCanSee = (
  model: AccessModel,
  object: string,
  record: RecordFacts,
  now?: Instant,
  name: NameOf = byId,
): readonly Viewer[] => {
  const viewers: Viewer[] = [];
  for (const user of model.users.keys()) {
    const principal = asUser(model, user, now);
    const { allow, reason } = can(model, principal, "read", { object, record });
    const grant = grantNames.find((one) => one === reason);
    const level = recordLevel(model, principal, object, record);
    if (!allow || grant === undefined || level === 0) continue;
    const { text } = explain(model, principal, "read", { object, record }, name);
    viewers.push({ user, level, reason: grant, text });
  }
  const place = ({ reason }: Viewer): number => grantNames.indexOf(reason);
  return viewers.toSorted(
    (left, right) => place(left) - place(right) || (left.user < right.user ? -1 : 1),
  );
};
