import type { ShareTarget } from "@ennead/core/access";
import { formatInstant, parseInstant } from "@ennead/core/calendar";
import { ok, type Instant, type JsonObject } from "@ennead/core/kernel";
import * as v from "valibot";

import { defineRoute, storedText, type HeldShare, type Route } from "../kernel/index.ts";
import { permittedShared } from "./permitted.ts";
import { reportObject } from "./report.ts";
import { idParams } from "./schemas.ts";
import { sharedReport } from "./shared-reports.ts";

const since = "2026-01-01";
const object = reportObject.name;
const path = "/api/analytics/reports/{id}/shares";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** `read` makes a viewer, `edit` an editor, `full` an owner. */
const access = v.picklist(["read", "edit", "full"]);

const target = v.pipe(
  v.string(),
  v.maxLength(60),
  v.regex(
    new RegExp(`^(?:(?:user|group|role|territory):${uuid}|company)$`),
    "user:<id>, group:<id>, role:<id>, territory:<id> or company.",
  ),
  v.examples([`user:${id}`]),
);

const moment = v.pipe(
  v.string(),
  v.maxLength(40),
  v.check((text) => parseInstant(text) !== undefined, "A moment of RFC 3339."),
  v.examples(["2026-12-31T00:00:00Z"]),
);

const body = v.pipe(
  v.strictObject({
    shares: v.pipe(
      v.array(
        v.strictObject({
          to: target,
          access,
          expiresAt: v.optional(v.nullable(moment), null),
          note: v.optional(v.nullable(storedText(1, 500)), null),
        }),
      ),
      v.maxLength(200, "A report has at most 200 shares."),
    ),
  }),
  v.examples([{ shares: [{ to: `user:${id}`, access: "edit", expiresAt: null, note: null }] }]),
);

const answer = v.pipe(
  v.strictObject({
    items: v.array(
      v.strictObject({
        id: v.string(),
        to: v.string(),
        access,
        expiresAt: v.nullable(v.string()),
        expired: v.boolean(),
        note: v.nullable(v.string()),
        grantedBy: v.string(),
        createdAt: v.string(),
      }),
    ),
  }),
  v.title("ReportSharesAnswer"),
);

const shareJson = (share: HeldShare, now: Instant): JsonObject => ({
  id: share.id,
  to: share.to,
  access: share.access,
  expiresAt: share.expiresAt === null ? null : formatInstant(share.expiresAt),
  expired: share.expiresAt !== null && share.expiresAt <= now,
  note: share.note,
  grantedBy: share.grantedBy,
  createdAt: formatInstant(share.createdAt),
});

/** Routes by which a report is shared: they write the one share table, through port `sharing`. */
export const shareRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.shares",
    method: "GET",
    path,
    summary: "With whom a report is shared",
    permission: { object, action: "read" },
    params: idParams,
    response: answer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const held = await permittedShared(context, params.id, "read");
      if (!held.ok) return held;
      const items = held.value.shares.map((share) => shareJson(share, context.now));
      return ok({ status: 200, body: { items } });
    },
  }),
  defineRoute({
    id: "pivot.share",
    method: "PUT",
    path,
    summary: "Share a report with these viewers, editors and owners, and nobody else",
    permission: { object, action: "share" },
    params: idParams,
    body,
    response: answer,
    faults: [
      "access/foreign-principal",
      "access/share-level",
      "access/expiry-in-past",
      "access/duplicate-share",
    ],
    limits: "json",
    since,
    handler: (context, { params, body: { shares } }) => {
      const { company, now, services } = context;
      const wanted = shares.map((one) => ({
        to: one.to as ShareTarget,
        access: one.access,
        expiresAt: one.expiresAt === null ? null : (parseInstant(one.expiresAt) ?? 0),
        note: one.note,
      }));
      return services.uow.run(context, {
        load: async () => {
          const held = await permittedShared(context, params.id, "share");
          if (!held.ok) return held;
          const { found, shares: present } = held.value;
          const record = sharedReport(company, found);
          return services.ports.sharing.replace(context, object, record, present, wanted);
        },
        decide: ({ events, roots, guards, shares: after }) => {
          const items = after.map((share) => shareJson(share, now));
          return ok({ events, parts: [], roots, guards, answer: { status: 200, body: { items } } });
        },
      });
    },
  }),
];
