import type { Result } from "@ennead/core/kernel";

import type { OutgoingMail } from "./mail-message.ts";

/** Why a mail was not taken. */
export interface MailFailure {
  /** For administrators; names neither people nor what was written to them. */
  readonly message: string;
  /** Whether the same mail may be taken later. Unknown outcomes are retryable: the mail may have arrived already. */
  readonly retryable: boolean;
  /** Whether it may have arrived all the same: the other side was being told when the connection was lost. */
  readonly unknown?: boolean;
  /** Milliseconds that the other side asked to wait. */
  readonly retryAfter?: number;
}

/** Hands mails to whoever delivers them. */
export interface Mailer {
  /**
   * Takes one mail; `id` is its Message-ID. Success says that the other side answers for it now. Ends early when the
   * signal aborts. Never throws for what the network or the other side does.
   */
  readonly send: (
    mail: OutgoingMail,
    signal?: AbortSignal,
  ) => Promise<Result<{ readonly id: string }, MailFailure>>;
  /** Ends connections that are kept open. */
  readonly close?: () => Promise<void>;
}
