import { pointerOf, type Fault, type Json, type JsonObject } from "@ennead/core/kernel";

// The one place where a fault becomes a status. A code that is not listed is a refused input: 422.
const statuses: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  "kernel/bad-json": 400,
  "kernel/bad-request": 400,
  "kernel/bad-cursor": 400,
  "kernel/idempotency-required": 400,
  "versioning/unknown-version": 400,
  "kernel/unauthenticated": 401,
  "access/bad-key": 401,
  "access/session-ended": 401,
  "kernel/bad-token": 401,
  "kernel/token-expired": 401,
  "kernel/forbidden": 403,
  "kernel/not-found": 404,
  "kernel/method-not-allowed": 405,
  "kernel/not-acceptable": 406,
  "kernel/version-conflict": 409,
  "kernel/idempotency-in-flight": 409,
  "record/duplicate-value": 409,
  "record/duplicate-external-id": 409,
  "access/duplicate-email": 409,
  "access/duplicate-set": 409,
  "access/set-in-use": 409,
  "access/duplicate-group": 409,
  "access/group-in-use": 409,
  "access/too-many-shares": 409,
  "access/share-level": 403,
  "access/impersonation-refused": 403,
  "access/impersonation-ended": 401,
  "access/token-origin": 403,
  "access/obligation-unmet": 403,
  "access/last-admin": 409,
  "access/too-many-keys": 409,
  "access/company-exists": 409,
  "job/ended": 409,
  "job/not-dead": 409,
  "job/not-droppable": 409,
  "job/key-taken": 409,
  "kernel/precondition-failed": 412,
  "kernel/too-large": 413,
  "kernel/unsupported-media": 415,
  "kernel/rate-limited": 429,
  "kernel/internal": 500,
  "audit/broken-history": 500,
  "kernel/seal-broken": 500,
  "kernel/key-missing": 503,
  "kernel/unavailable": 503,
  "kernel/migrating": 503,
  "kernel/timeout": 503,
  "access/token-tenant": 403,
  "access/keys-unavailable": 503,
  "access/field-forbidden": 403,
  "pivot/field-forbidden": 403,
  "pivot/folder-not-empty": 409,
  "pivot/too-many-links": 409,
  "pivot/too-many-exports": 409,
  "pivot/not-settleable": 409,
  "pivot/export-void": 410,
  "pivot/link-expired": 410,
  "pivot/link-void": 410,
  "access/field-not-filterable": 403,
  "access/forbidden": 403,
  "access/scope-changed": 409,
});

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  409: "Conflict",
  410: "Gone",
  412: "Precondition failed",
  413: "Too large",
  415: "Unsupported media type",
  422: "Invalid input",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

/** The HTTP status of a fault code. */
export const statusOf = (code: string): number => {
  const listed = statuses[code];
  if (listed !== undefined) return listed;
  if (code.startsWith("access/token-") || code.startsWith("access/key-")) return 401;
  return 422;
};

/** RFC 9457 problem details of one refusal. The first fault names the problem, all of them stand in `errors`. */
export const problemOf = (
  faults: readonly Fault[],
  instance: string,
  requestId: string,
): { readonly status: number; readonly body: JsonObject } => {
  const [first] = faults;
  const code = first?.code ?? "kernel/internal";
  const status = statusOf(code);
  const detail = first?.detail;
  return {
    status,
    body: {
      ...(detail === undefined ? {} : { info: detail as Json }),
      type: `urn:ennead:fault:${code}`,
      title: titles[status] ?? "Error",
      status,
      code,
      detail: first?.message ?? "Something went wrong.",
      instance,
      errors: faults.map((one) => ({
        pointer: pointerOf(one.path),
        code: one.code,
        message: one.message,
      })),
      requestId,
    },
  };
};
