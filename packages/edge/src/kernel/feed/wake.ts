import type { CompanyId } from "@ennead/core/kernel";

import { sql, type Statement } from "../db/sql.ts";

/** Says, in the batch of a change, that the company's followers have something to be given. */
export const wakeFeed = (company: CompanyId): Statement =>
  sql`insert into feed_wake(company_id) values (${company}) on conflict(company_id) do nothing`;
