import { permits } from "@ennead/core/access";
import { escapeAttribute, escapeText, mailHeader } from "@ennead/core/export";
import type { UserId } from "@ennead/core/kernel";

import { mail, type DirectoryUser, type NewJob, type RequestContext } from "../kernel/index.ts";
import type { ReportMailing } from "./mailing.ts";
import type { Schedule } from "./schedule.ts";

/** What it takes to be told where nobody else is responsible. */
const administrator = { system: "access.manage" } as const;

/** Managers above each other that are asked; a loop among them ends here, too. */
const mostManagers = 20;

/** Who follows a user that is gone: the nearest active manager above him, else the first active administrator. */
export const successorOf = async (
  { scope, company, now, services }: RequestContext,
  gone: UserId,
): Promise<DirectoryUser | null> => {
  const { directory } = services.ports;
  let at = await directory.user(scope, gone);
  for (let steps = 0; steps < mostManagers && at !== null && at.managerId !== null; steps += 1) {
    at = await directory.user(scope, at.managerId);
    if (at?.active === true && at.id !== gone) return at;
  }
  for (const user of await directory.users(scope)) {
    if (!user.active || user.id === gone) continue;
    const authority = await directory.authorize(scope, user.id, now);
    if (authority === null) continue;
    const { model, stamp } = authority;
    const principal = { company, actor: user.id, kind: "job", stamp, now } as const;
    if (permits(model, principal, administrator).allow) return user;
  }
  return null;
};

/** Tells somebody that a schedule rests because its owner is gone, once for each time that it does. */
export const pausedMail = (
  { from, url }: ReportMailing,
  { name, email }: DirectoryUser,
  schedule: Schedule,
  report: string,
): readonly NewJob[] => {
  const place = `${url.replace(/\/+$/, "")}/api/analytics/reports/${schedule.reportId}/schedules/${schedule.id}`;
  const why = `The report "${report}" is not mailed any more: the owner of its schedule is not active or may not read it.`;
  const how = "Whoever may change the report takes the schedule over by resuming it.";
  const message = mail(
    {
      from,
      to: { name, address: email },
      subject: mailHeader(`Paused: ${report}`).slice(0, 200),
      text: [why, how, place, ""].join("\r\n"),
      html: `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><p>${escapeText(why)}</p><p>${escapeText(how)}</p><p><a href="${escapeAttribute(place)}">${escapeText(report)}</a></p></body></html>`,
      headers: { "Auto-Submitted": "auto-generated" },
    },
    { dedupe: `report-paused/${schedule.id}/${schedule.version}` },
  );
  return message.ok ? [message.value] : [];
};
