import type { Instant, UserId } from "../kernel/index.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";

/** A user as one who asks for himself. */
export const asUser = (model: AccessModel, user: UserId, now?: Instant): Principal => ({
  company: model.company,
  actor: user,
  kind: "user",
  stamp: 0,
  ...(now === undefined ? {} : { now }),
});
