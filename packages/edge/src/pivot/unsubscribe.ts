import { escapeText } from "@ennead/core/export";
import { err, fault, ok, type CompanyId, type UserId } from "@ennead/core/kernel";

import { defineRoute, type PathCredential, type Route } from "../kernel/index.ts";
import { changeSchedule, findSchedule } from "./schedule.ts";
import { tokenParams } from "./schemas.ts";

/** What the tokens in mails are minted for, and how long they work. */
export const unsubscribePurpose = "report-unsubscribe";
export const unsubscribeLasts = 400 * 86_400_000;

const none = err(fault("kernel/not-found", "This link leads nowhere."));

/** The link in a mail speaks for its recipient, and for nothing else that he may do. */
const credential: PathCredential = async ({ token = "" }, { keys, now }) => {
  const claims = await keys.readToken(unsubscribePurpose, token, now);
  if (!claims.ok) return none;
  const { c, s, u } = claims.value;
  return ok({
    company: String(c) as CompanyId,
    user: String(u) as UserId,
    kind: "user",
    scopes: [],
    credential: String(s),
  });
};

const page = (body: string): { readonly media: string; readonly bytes: () => Uint8Array } => ({
  media: "text/html; charset=utf-8",
  bytes: () =>
    new TextEncoder().encode(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report mails</title></head><body>${body}</body></html>`,
    ),
});

const answerOf = (body: string) => {
  const { media, bytes } = page(body);
  return { status: 200, bytes, headers: { "content-type": media } } as const;
};

const path = "/api/analytics/unsubscribe/{token}";

/**
 * How a recipient asks for no more: a page that asks, because programs that look through mails open links; and what its
 * button and the mail program's own (RFC 8058) send.
 */
export const unsubscribeRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.ask-unsubscribe",
    method: "GET",
    path,
    summary: "The page on which a recipient asks for no more mails of a report",
    permission: "public",
    credential,
    params: tokenParams,
    response: { media: "text/html" },
    faults: ["kernel/not-found"],
    limits: "json",
    since: "2026-01-01",
    handler: async (context) => {
      const schedule = await findSchedule(context.scope, context.principal.credential ?? "");
      if (schedule === null) return none;
      return ok(
        answerOf(`<form method="post"><p>${escapeText("Receive this report no more?")}</p>
<button>Receive no more</button></form>`),
      );
    },
  }),
  defineRoute({
    id: "pivot.unsubscribe",
    method: "POST",
    path,
    summary: "A recipient asks for no more mails of a report",
    permission: "public",
    credential,
    params: tokenParams,
    response: { media: "text/html" },
    faults: ["kernel/not-found"],
    limits: "json",
    since: "2026-01-01",
    handler: async (context) => {
      const done = await context.services.uow.run(
        context,
        {
          load: async () => {
            const schedule = await findSchedule(context.scope, context.principal.credential ?? "");
            return schedule === null ? none : ok(schedule);
          },
          decide: (before) => {
            const { actor } = context.principal;
            const after = {
              ...before,
              version: before.version + 1,
              updatedAt: context.now,
              unsubscribed: [...new Set([...before.unsubscribed, actor])],
            };
            const change = changeSchedule(context, before, after, "unsubscribe");
            const answer = { status: 204 };
            return ok(
              change === null
                ? { events: [], parts: [], roots: [], answer }
                : { events: [change.event], parts: [], roots: [change.root], answer },
            );
          },
        },
        null,
      );
      return done.ok ? ok(answerOf("<p>You will receive this report no more.</p>")) : done;
    },
  }),
];
