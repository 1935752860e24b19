/** Whom a mail is from or to. Addresses may be international; the name is what a person reads. */
export interface MailAddress {
  /** At most 128 characters. */
  readonly name?: string;
  readonly address: string;
}

/** A file that travels with a mail. */
export interface MailAttachment {
  /** File name, at most 255 characters. */
  readonly name: string;
  /** Media type: `text/csv`. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** A mail as a room writes it: to exactly one person, so that nobody reads whom else it went to. */
export interface MailMessage {
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly replyTo?: MailAddress;
  /** One line of at most 255 characters. */
  readonly subject: string;
  /** The body as plain text; every mail has one. */
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
  /** Further headers, such as `List-Unsubscribe`; none that the message has already, and no `Content-…`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A mail on its way: every attempt at it has the same `Message-ID`, by which receivers know a repetition. */
export interface OutgoingMail extends MailMessage {
  /** With its angle brackets. */
  readonly messageId: string;
}
