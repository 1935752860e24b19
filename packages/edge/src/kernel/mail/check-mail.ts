import {
  err,
  fault,
  isWellFormed,
  ok,
  type Fault,
  type PathSegment,
  type Result,
} from "@ennead/core/kernel";

import { checkAddress, isOneLine } from "./mail-address.ts";
import type { MailAttachment, MailMessage } from "./mail-message.ts";

const longestSubject = 255;
const longestFileName = 255;
const longestHeader = 998;
const mostHeaders = 50;

/**
 * Characters and bytes of text, HTML and attachments together. Sealed and written as text it must fit into a row, which
 * servers of libSQL limit to some 5 MiB. What is larger travels as a link.
 */
export const largestMail = 2 * 1024 * 1024;

const headerName = /^[A-Za-z][A-Za-z0-9-]{0,75}$/;
const mediaType = /^[a-z0-9]+\/[a-z0-9][a-z0-9.+-]{0,126}$/i;

/** Headers that a message has of itself, or that are the post's. */
const reserved =
  /^(?:from|sender|to|cc|bcc|reply-to|subject|date|message-id|mime-version|return-path|received|dkim-signature|content-.*|resent-.*)$/i;

const bad = (message: string, path: readonly PathSegment[]): Fault =>
  fault("kernel/bad-mail", message, path);

const headerFaults = (headers: Readonly<Record<string, string>>): readonly Fault[] => {
  const entries = Object.entries(headers);
  if (entries.length > mostHeaders) {
    return [bad(`A mail has at most ${mostHeaders} further headers.`, ["headers"])];
  }
  return entries.flatMap(([name, value]) => {
    if (!headerName.test(name) || reserved.test(name)) {
      return [bad("This header cannot be set.", ["headers", name])];
    }
    return isOneLine(value) && value.length <= longestHeader
      ? []
      : [bad(`A header is one line of at most ${longestHeader} characters.`, ["headers", name])];
  });
};

const attachmentFaults = ({ name, type }: MailAttachment, index: number): readonly Fault[] => {
  const path = ["attachments", index];
  return [
    ...(name !== "" && isOneLine(name) && name.length <= longestFileName
      ? []
      : [
          bad(`A file name is one line of at most ${longestFileName} characters.`, [
            ...path,
            "name",
          ]),
        ]),
    ...(mediaType.test(type)
      ? []
      : [bad("This is no media type like text/csv.", [...path, "type"])]),
  ];
};

/**
 * The mail, fit to be sent: addresses with their domains in letters of ASCII. Whatever could break out of a header line
 * is refused, not repaired. Fault: `kernel/bad-mail` with the path to what is wrong.
 */
export const checkMail = (message: MailMessage): Result<MailMessage, readonly Fault[]> => {
  const { subject, text, html = "", attachments = [], headers = {} } = message;
  const faults: Fault[] = [];
  const address = <Part extends "from" | "to" | "replyTo">(
    part: Part,
  ): Partial<Pick<MailMessage, Part>> => {
    const given = message[part];
    if (given === undefined) return {};
    const checked = checkAddress(given, [part]);
    if (checked.ok) return { [part]: checked.value } as Pick<MailMessage, Part>;
    faults.push(checked.error);
    return {};
  };
  const addresses = { ...address("from"), ...address("to"), ...address("replyTo") };
  if (!isOneLine(subject) || subject.length > longestSubject) {
    faults.push(bad(`A subject is one line of at most ${longestSubject} characters.`, ["subject"]));
  }
  for (const [part, body] of Object.entries({ text, html })) {
    if (!isWellFormed(body) || body.includes("\u0000")) {
      faults.push(bad("A body has neither NUL nor broken surrogates.", [part]));
    }
  }
  const size = attachments.reduce(
    (sum, { content }) => sum + content.length,
    text.length + html.length,
  );
  if (size > largestMail) {
    faults.push(bad(`Text and attachments are at most ${largestMail} bytes together.`, []));
  }
  faults.push(...headerFaults(headers), ...attachments.flatMap(attachmentFaults));
  return faults.length === 0 ? ok({ ...message, ...addresses }) : err(faults);
};
