import { fileName, type Table } from "@ennead/core/export";

import type { MailAttachment, RequestContext, WrittenFile } from "../kernel/index.ts";
import { deliveredPurpose, deliveredToken } from "./fetch-delivered.ts";
import { mediaOf, writeTable } from "./formats.ts";
import type { DrawnCharts } from "./report-chart.ts";
import type { Attachable } from "./schedule.ts";

/** What goes with a mail: files in it, and links to those that are too large. */
export interface MailFiles {
  readonly attachments: readonly MailAttachment[];
  readonly links: readonly { readonly name: string; readonly href: string }[];
  /** What the links lead to, once it is made ready. */
  readonly kept: readonly WrittenFile[];
}

export interface MailFilesAsked {
  readonly report: string;
  readonly table: Table;
  readonly formats: readonly Attachable[];
  readonly locale: string;
  /** Charts of the PDF. */
  readonly drawn: DrawnCharts;
  /** Bytes of all files together, as they travel. */
  readonly most: number;
  /** Where the API is for recipients. */
  readonly url: string;
}

/** What the body and the headers take of a mail. */
const besides = 1_000_000;

/** Bytes of which 57 travel as 78: lines of base64. */
const travelling = 57 / 78;

/** Milliseconds for which a file of a mail can be fetched. */
const lasts = 14 * 86_400_000;

const joined = (pieces: readonly Uint8Array[], length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};

/** The file as one piece, or null as soon as it is larger than this. */
const upTo = async (
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  most: number,
): Promise<Uint8Array | null> => {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) return null;
    all.push(piece);
  }
  return joined(all, length);
};

/** The files of a mail: attached as long as the mail stays within its size, the others kept to be fetched by their reader. */
export const attachedFiles = async (
  context: RequestContext,
  { report, table, formats, locale, drawn, most, url }: MailFilesAsked,
): Promise<MailFiles> => {
  const attachments: MailAttachment[] = [];
  const links: { name: string; href: string }[] = [];
  const kept: WrittenFile[] = [];
  const { principal, now, services } = context;
  let left = Math.max(0, (most - besides) * travelling);
  for (const format of formats) {
    const pieces = () => writeTable(format, table, locale, drawn);
    const name = fileName(table.title ?? "Report", format);
    const type = mediaOf[format];
    const content = await upTo(pieces(), left);
    if (content !== null) {
      left -= content.length;
      attachments.push({ name, type, content });
      continue;
    }
    const { actor: owner, stamp } = principal;
    const expiresAt = now + lasts;
    const facts = { report, stamp, scopes: null };
    const file = await services.files.write(
      context,
      { purpose: deliveredPurpose, owner, name, media: type, facts, expiresAt },
      pieces(),
    );
    const token = await deliveredToken(context, { id: file.id, owner, expiresAt });
    links.push({ name, href: `${url.replace(/\/+$/, "")}/api/analytics/delivered/${token}` });
    kept.push(file);
  }
  return { attachments, links, kept };
};
