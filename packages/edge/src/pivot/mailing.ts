import type { MailAddress } from "../kernel/index.ts";

/** Who mails reports, and where the links in them lead. */
export interface ReportMailing {
  readonly from: MailAddress;
  /** Where the API is mounted, as recipients reach it: `https://crm.example.com`. */
  readonly url: string;
}
