import { err, fault, ok } from "@ennead/core/kernel";

import type { Strategy, StrategyDeps } from "../kernel/index.ts";
import { secretOf, securedName } from "./session-cookie.ts";
import { findSession, writeSeen } from "./session-store.ts";
import { seenEvery } from "./session.ts";

/** Signs in by the cookie of a session. It is asked last: a credential that was sent on purpose goes before. */
export const sessionCookies = ({ db, later }: StrategyDeps): Strategy => ({
  name: "session",
  scheme: { type: "apiKey", in: "cookie", name: securedName },
  authenticate: async (request, now) => {
    const secret = secretOf(request);
    if (secret === null || !secret.ok) return secret;
    const session = await findSession(db, secret.value, now);
    if (session === null) {
      return err(fault("access/session-ended", "The session has ended. Sign in again."));
    }
    if (now - session.seenAt >= seenEvery) later(() => writeSeen(db, session, now));
    return ok({
      company: session.company,
      user: session.user,
      kind: "user",
      issuedAt: session.createdAt,
      credential: session.id,
      stamp: session.stamp,
    });
  },
});
