import { formatInstant } from "@ennead/core/calendar";
import { err, ok, type Json } from "@ennead/core/kernel";

import { defineRoute, type Route } from "../kernel/index.ts";
import type { States } from "./directory.ts";
import { manage, since, stateOf } from "./handling.ts";
import { reviewAnswer, whatIfAnswer, whatIfBody } from "./insight-schemas.ts";
import { reviewBounds, reviewOf } from "./review.ts";
import { imagine, thoughtFaults } from "./what-if.ts";

/** Routes for whoever looks after access: what a change would do, and what to review. */
export const insightRoutes = (
  states: States,
  permissions: () => ReadonlySet<string>,
): readonly Route[] => [
  defineRoute({
    id: "access.what-if",
    method: "POST",
    path: "/api/access/what-if",
    summary: "Who would gain or lose what by a change, on a sample that is told; changes nothing",
    permission: manage,
    body: whatIfBody,
    response: whatIfAnswer,
    faults: [
      "access/unknown-set",
      "access/unknown-object",
      "access/unknown-field",
      "access/unknown-permission",
      "access/foreign-principal",
    ],
    limits: "run",
    since,
    handler: async (context, { body }) => {
      const state = await stateOf(states, context);
      const faults = thoughtFaults(state, permissions(), body);
      if (faults.length > 0) return err(faults);
      const { delta, looked } = await imagine(context, state, body);
      return ok({
        status: 200,
        body: {
          users: delta.users as unknown as Json,
          records: delta.records as unknown as Json,
          sample: looked as unknown as Json,
        },
      });
    },
  }),
  defineRoute({
    id: "access.review",
    method: "GET",
    path: "/api/access/review",
    summary: "Who holds what, and what stands out: for the review of access",
    permission: manage,
    response: reviewAnswer,
    faults: [],
    limits: "run",
    since,
    handler: async (context) => {
      const state = await stateOf(states, context);
      const { report, findings, ending } = await reviewOf(context.scope, state, context.now);
      return ok({
        status: 200,
        body: {
          at: formatInstant(context.now),
          users: report.users.map(({ user, active, sets, lastSeen }) => ({
            userId: user,
            name: state.users.get(user)?.name ?? "",
            active,
            sets: sets.map((id) => state.sets.get(id)?.name ?? id),
            lastSeen: lastSeen === null ? null : formatInstant(lastSeen),
          })),
          findings: findings.map(({ kind, subject, text }) => ({ kind, subject, text })),
          endingShares: ending.map(({ id, object, recordId, to, access, expiresAt }) => ({
            id,
            object,
            recordId,
            to,
            access,
            expiresAt: formatInstant(expiresAt ?? 0),
          })),
          bounds: reviewBounds,
        },
      });
    },
  }),
];
