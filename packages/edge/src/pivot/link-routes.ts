import { parseInstant } from "@ennead/core/calendar";
import { err, fault, ok, uuidv7 } from "@ennead/core/kernel";
import * as v from "valibot";

import { defineRoute, sha256, type Route } from "../kernel/index.ts";
import {
  changeLink,
  findLink,
  linkClaims,
  linkJson,
  linkPurpose,
  linksOf,
  type Link,
} from "./link.ts";
import { permitted } from "./permitted.ts";
import { reportObject } from "./report.ts";
import { idParams, linkAnswer, linkParams, newLink, newLinkAnswer } from "./schemas.ts";

const since = "2026-01-01";
const object = reportObject.name;

/** Milliseconds that a link lasts: unless told, and at most. */
const usual = 30 * 86_400_000;
const longest = 366 * 86_400_000;

const mostLinks = 100;

/** Routes by which links to a report are made, listed and taken back. */
export const linkRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.links",
    method: "GET",
    path: "/api/analytics/reports/{id}/links",
    summary: "The links of a report, without their tokens",
    permission: { object, action: "update" },
    params: idParams,
    response: v.strictObject({ items: v.array(linkAnswer) }),
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const report = await permitted(context, params.id, "update");
      if (!report.ok) return report;
      const links = await linksOf(context.scope, params.id);
      return ok({ status: 200, body: { items: links.map(linkJson) } });
    },
  }),
  defineRoute({
    id: "pivot.create-link",
    method: "POST",
    path: "/api/analytics/reports/{id}/links",
    summary: "Make a link that shows the report, with the rights of the caller, until it expires",
    permission: { object, action: "update" },
    params: idParams,
    body: newLink,
    response: newLinkAnswer,
    status: 201,
    faults: ["pivot/bad-expiry", "pivot/too-many-links"],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const { company, now, random, principal, services, scope } = context;
      const seen = await permitted(context, params.id, "update");
      if (!seen.ok) return seen;
      // A link shows what its maker may see, whatever he came by: with less than that nobody makes one.
      if (principal.scopes !== undefined || principal.impersonation !== undefined) {
        return err(
          fault("access/forbidden", "A link is made by somebody who has signed in himself."),
        );
      }
      const expiresAt =
        body.expiresAt === undefined ? now + usual : (parseInstant(body.expiresAt) ?? Number.NaN);
      if (!(expiresAt > now && expiresAt <= now + longest)) {
        const wanted = "A link expires within a year from now, like 2026-06-30T00:00:00Z.";
        return err(fault("pivot/bad-expiry", wanted, ["expiresAt"]));
      }
      const id = uuidv7(now, random);
      const token = await services.keys.mintToken(linkPurpose, linkClaims(company, id), expiresAt);
      const link: Link = {
        id,
        version: 1,
        reportId: params.id,
        label: body.label ?? "",
        tokenHash: await sha256(token),
        ownerId: principal.actor,
        createdAt: now,
        expiresAt,
      };
      return services.uow.run(context, {
        load: async () => {
          const report = await permitted(context, params.id, "update");
          return report.ok ? ok(await linksOf(scope, params.id)) : report;
        },
        decide: (links) => {
          if (links.length >= mostLinks) {
            const full = `A report has at most ${mostLinks} links; take some back.`;
            return err(fault("pivot/too-many-links", full));
          }
          const { event, root } = changeLink(context, "create", link);
          const path = `/api/analytics/links/${token}`;
          return ok({
            events: [event],
            parts: [],
            roots: [root],
            answer: {
              status: 201,
              body: { ...linkJson(link), token, path, page: `${path}/page` },
            },
          });
        },
      });
    },
  }),
  defineRoute({
    id: "pivot.delete-link",
    method: "DELETE",
    path: "/api/analytics/reports/{id}/links/{link}",
    summary: "Take a link back: from now on it shows nothing",
    permission: { object, action: "update" },
    params: linkParams,
    response: null,
    status: 204,
    faults: ["kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params }) =>
      context.services.uow.run(context, {
        load: async () => {
          const report = await permitted(context, params.id, "update");
          if (!report.ok) return report;
          const link = await findLink(context.scope, params.link);
          return link?.reportId === params.id
            ? ok(link)
            : err(fault("kernel/not-found", "The report has no such link."));
        },
        decide: (link) => {
          const { event, root } = changeLink(context, "delete", link);
          return ok({ events: [event], parts: [], roots: [root], answer: { status: 204 } });
        },
      }),
  }),
];
