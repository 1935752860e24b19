import { dayOf, formatDate, formatInstant, instantsOfDays, parseDate } from "@ennead/core/calendar";

import type { ShareAnswer } from "../api.gen.ts";

export type ShareLevel = ShareAnswer["access"];

/** With whom something shall be shared, as the dialog holds it. */
export interface DraftShare {
  /** `user:<id>`, `group:<id>`, `role:<id>`, `territory:<id>` or `company`. */
  readonly to: string;
  /** What the target is called; null where the reader may not know. */
  readonly name: string | null;
  readonly access: ShareLevel;
  /** RFC 3339, or null for no end. */
  readonly expiresAt: string | null;
  readonly note: string | null;
}

export const draftOf = ({ to, name, access, expiresAt, note }: ShareAnswer): DraftShare => ({
  to,
  name,
  access,
  expiresAt,
  note,
});

/** Whether two give the same; what the target is called is no part of it. */
export const givesSame = (a: DraftShare | undefined, b: DraftShare | undefined): boolean =>
  a?.to === b?.to &&
  a?.access === b?.access &&
  a?.expiresAt === b?.expiresAt &&
  a?.note === b?.note;

/** What is written of a target, without its name. */
export const writtenOf = ({
  to,
  access,
  expiresAt,
  note,
}: DraftShare): Omit<DraftShare, "name"> => {
  const said = note?.trim() ?? "";
  return { to, access, expiresAt, note: said === "" ? null : said };
};

/** The last moment of a date in a zone as RFC 3339; null for no date, undefined for what is none. */
export const endOfDate = (date: string, timeZone: string): string | null | undefined => {
  if (date === "") return null;
  const day = parseDate(date);
  if (day === undefined) return undefined;
  const end = instantsOfDays(day, day + 1, timeZone).at(-1)?.[1];
  return end === undefined ? undefined : formatInstant(end - 1000);
};

/** The date on which a moment lies in a zone, `yyyy-mm-dd`; empty for no end. */
export const dateOfEnd = (expiresAt: string | null, timeZone: string): string =>
  expiresAt === null ? "" : formatDate(dayOf(Date.parse(expiresAt), timeZone));
