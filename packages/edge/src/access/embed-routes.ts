import { checkScopes, credentialsScope } from "@ennead/core/access";
import { formatInstant, parseInstant } from "@ennead/core/calendar";
import {
  err,
  fault,
  isObject,
  ok,
  type Fault,
  type JsonObject,
  type UserId,
} from "@ennead/core/kernel";
import * as v from "valibot";

import { defineRoute, type AuditEntry, type Route, storedText } from "../kernel/index.ts";
import type { States } from "./directory.ts";
import { since, stateOf } from "./handling.ts";
import { idSchema, origin } from "./schemas.ts";
import { objectName } from "./sharing-schemas.ts";
import { embedPurpose } from "./token-strategy.ts";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";

/** The system permission to mint tokens by which widgets ask in the name of users. */
export const embedPermission = "access.embed";

const scope = v.pipe(v.string(), v.minLength(1), v.maxLength(120), v.examples(["read"]));

const newEmbed = v.pipe(
  v.strictObject({
    userId: idSchema,
    scopes: v.pipe(v.array(scope), v.minLength(1), v.maxLength(50)),
    origin,
    /** For the log. */
    widget: v.optional(storedText(1, 120), "widget"),
    /** The one record that it is for; every one in its scopes unless given. */
    resource: v.exactOptional(v.strictObject({ object: objectName, id: idSchema })),
    minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(10)), 5),
  }),
  v.examples([
    {
      userId: id,
      scopes: ["read"],
      origin: "https://crm.example.com",
      widget: "pivot",
      minutes: 5,
    },
  ]),
);

const embedAnswer = v.pipe(
  v.strictObject({ token: v.string(), expiresAt: v.string() }),
  v.title("EmbedTokenAnswer"),
  v.examples([{ token: "et1.k1.WzE3Nzg.c2lnbmF0dXJl", expiresAt: "2026-01-31T09:35:00Z" }]),
);

/** A widget is given no system permission and no hand on credentials, whoever looks at it. */
const scopeFaults = (
  scopes: readonly string[],
  objects: { readonly has: (name: string) => boolean },
): readonly Fault[] => {
  const known = checkScopes(scopes, objects, new Set());
  const beyond = scopes.flatMap((one, index) =>
    one === credentialsScope || one.startsWith("system:")
      ? [fault("access/grant-exceeds-own", `A widget is never given ${one}.`, ["scopes", index])]
      : [],
  );
  return beyond.length > 0 ? beyond : known.ok ? [] : known.error;
};

const minted = (user: UserId, widget: string): AuditEntry => ({
  action: "access.user.embed",
  entity: "access.user",
  entityId: user,
  label: widget,
  op: null,
  version: null,
  diff: { changes: [], dropped: [], reversible: true },
});

/** The route by which a host's server gets tokens for widgets in pages. */
export const embedRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.mint-embed-token",
    method: "POST",
    path: "/api/access/embed-tokens",
    summary: "Mint a token by which a widget on one page's origin asks as a user, for minutes",
    permission: { system: embedPermission },
    body: newEmbed,
    response: embedAnswer,
    status: 201,
    faults: [
      "access/unknown-principal",
      "access/unknown-scope",
      "access/unknown-object",
      "access/grant-exceeds-own",
    ],
    limits: "json",
    since,
    handler: async (context, { body, header }) => {
      const { now, company, model, services } = context;
      if (header("origin") !== undefined) {
        return err(
          fault("access/forbidden", "A token is minted by a server: no page may ask for one."),
        );
      }
      const { users } = await stateOf(states, context);
      const user = users.get(body.userId as UserId);
      if (user?.active !== true) {
        return err(
          fault("access/unknown-principal", "There is no active user of this id.", ["userId"]),
        );
      }
      const faults = scopeFaults(body.scopes, model.objects);
      if (faults.length > 0) return err(faults);
      if (body.resource !== undefined && !model.objects.has(body.resource.object)) {
        const at = ["resource", "object"];
        return err(fault("access/unknown-object", "There is no object of this name.", at));
      }
      const expiresAt = now + body.minutes * 60_000;
      const done = await services.uow.run(context, {
        load: () => Promise.resolve(ok(null)),
        decide: () =>
          ok({
            events: [minted(user.id, body.widget)],
            parts: [],
            roots: [],
            answer: { status: 201, body: { token: "", expiresAt: formatInstant(expiresAt) } },
          }),
      });
      if (!done.ok || !isObject(done.value.body)) return done;
      // The token is in no stored answer: it is minted of what the answer says, at whatever try.
      const until = parseInstant(String((done.value.body as JsonObject)["expiresAt"])) ?? 0;
      const claims = {
        c: company,
        u: user.id,
        s: [...new Set(body.scopes)].toSorted(),
        o: body.origin,
        ...(body.resource === undefined ? {} : { r: [body.resource.object, body.resource.id] }),
        t: until - body.minutes * 60_000,
      };
      const token = await services.keys.mintToken(embedPurpose, claims, until);
      return ok({ ...done.value, body: { token, expiresAt: formatInstant(until) } });
    },
  }),
];
