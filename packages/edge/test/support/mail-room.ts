import { ok } from "@ennead/core/kernel";
import { defineRoom, defineRoute, mail, type Room } from "@ennead/edge";
import * as v from "valibot";

/** The room of a host that writes to people: one route, which mails what it is told. */
export const mailingRoom: Room = defineRoom({
  name: "mailing",
  tables: [],
  routes: [
    defineRoute({
      id: "mailing.write",
      method: "POST",
      path: "/api/mailings",
      summary: "Writes a mail.",
      permission: "signed-in",
      body: v.object({
        to: v.string(),
        subject: v.string(),
        dedupe: v.optional(v.string()),
        bytes: v.optional(v.number(), 0),
      }),
      response: null,
      status: 204,
      faults: ["kernel/bad-mail"],
      limits: "json",
      since: "2026-01-01",
      handler: (context, { body }) =>
        context.services.uow.run(context, {
          load: () => Promise.resolve(ok(null)),
          decide: () => {
            const written = mail(
              {
                from: { name: "Ennead", address: "noreply@ennead.example" },
                to: { address: body.to },
                subject: body.subject,
                text: "Hello.",
                attachments:
                  body.bytes === 0
                    ? []
                    : [
                        {
                          name: "zeros.bin",
                          type: "application/octet-stream",
                          content: new Uint8Array(body.bytes),
                        },
                      ],
              },
              body.dedupe === undefined ? {} : { dedupe: body.dedupe },
            );
            if (!written.ok) return written;
            return ok({
              events: [
                {
                  action: "mailing.mail.write",
                  entity: "mailing.mail",
                  entityId: "1",
                  label: null,
                  op: null,
                  version: null,
                  diff: { changes: [], dropped: [], reversible: true },
                },
              ],
              parts: [],
              roots: [],
              jobs: [written.value],
              answer: { status: 204 },
            });
          },
        }),
    }),
  ],
});
