import type { Json } from "@ennead/core/kernel";

import type { Answer } from "./answer.ts";
import { matchesTag } from "./etag.ts";
import type { Outgoing } from "./outgoing.ts";

/** What a handler answered, as it is sent to this request; `toTheirs` brings a body to the caller's version. */
export const respond = (
  { status, body, bytes, stream, headers = {} }: Answer,
  request: Request,
  toTheirs: (value: Json) => Json,
): Outgoing => {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const { etag } = headers;
  if (isRead && etag !== undefined && matchesTag(request.headers.get("if-none-match"), etag)) {
    return { status: 304, headers, body: null };
  }
  if (stream !== undefined) return { status, headers, body: stream };
  if (bytes !== undefined) return { status, headers, body: Uint8Array.from(bytes()) };
  if (body === undefined) return { status, headers, body: null };
  return {
    status,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(toTheirs(body)),
  };
};
