import { err, fault, ok, type CompanyId, type Instant, type UserId } from "@ennead/core/kernel";

import {
  defineRoute,
  type PathCredential,
  type RequestContext,
  type Route,
} from "../kernel/index.ts";
import { handOut } from "./hand-out.ts";
import { tokenParams } from "./schemas.ts";

/** What files are kept for that were too large for a mail. */
export const deliveredPurpose = "pivot.delivered";

const tokenPurpose = "report-file";

/** The token in a mail by which its reader fetches a file. */
export const deliveredToken = (
  { company, services }: RequestContext,
  {
    id,
    owner,
    expiresAt,
  }: { readonly id: string; readonly owner: UserId; readonly expiresAt: Instant },
): Promise<string> =>
  services.keys.mintToken(tokenPurpose, { c: company, f: id, u: owner }, expiresAt);

/** The link in a mail speaks for its reader, and for nothing but reading. */
const credential: PathCredential = async ({ token = "" }, { keys, now }) => {
  const claims = await keys.readToken(tokenPurpose, token, now);
  if (!claims.ok) {
    return err(
      claims.error.code === "kernel/token-expired"
        ? fault("pivot/link-expired", "This file is not kept any more; open the report.")
        : fault("kernel/not-found", "This link leads nowhere."),
    );
  }
  const { c, f, u } = claims.value;
  return ok({
    company: String(c) as CompanyId,
    user: String(u) as UserId,
    kind: "user",
    scopes: ["read"],
    credential: String(f),
  });
};

/** The route behind the links to files that were too large for a mail. */
export const fetchDeliveredRoute: Route = defineRoute({
  id: "pivot.fetch-delivered",
  method: "GET",
  path: "/api/analytics/delivered/{token}",
  summary: "A file of a report mail that was too large to be attached",
  permission: "public",
  credential,
  params: tokenParams,
  response: { media: "application/octet-stream" },
  faults: ["kernel/not-found", "pivot/link-expired", "pivot/export-void"],
  limits: "run",
  since: "2026-01-01",
  handler: (context) =>
    handOut(context, {
      purpose: deliveredPurpose,
      id: context.principal.credential ?? "",
      scopes: null,
    }),
});
