import type { AuditEvent } from "../event.ts";
import type { Product } from "./product.ts";

const severities = { success: 3, failure: 5, denied: 6 } as const;

const header = (text: string): string =>
  text
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|");

const extension = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("=", "\\=")
    .replaceAll(/\r\n?|\n/g, "\\n");

/**
 * The event as one line of the Common Event Format, version 0. What is in it cannot add a line, a header or a key.
 * `rt` is epoch milliseconds.
 */
export const toCef = (event: AuditEvent, product: Product): string => {
  const changed = [...new Set(event.diff.changes.map(({ path }) => path[0] ?? ""))];
  const members: readonly (readonly [string, string | number | null | undefined])[] = [
    ["rt", event.at],
    ["externalId", event.id],
    ["suid", event.actor],
    ["suser", event.actorLabel],
    ["src", event.ip],
    ["requestClientApplication", event.userAgent],
    ["requestMethod", event.method],
    ["outcome", event.outcome],
    ["reason", event.reason],
    ["cs1Label", "entity"],
    ["cs1", `${event.entity}/${event.entityId}`],
    ["cs2Label", "company"],
    ["cs2", event.company],
    ...(event.onBehalfOf === null
      ? []
      : ([
          ["cs3Label", "onBehalfOf"],
          ["cs3", event.onBehalfOf],
        ] as const)),
    ...(changed.length === 0
      ? []
      : ([
          ["cs4Label", "changed"],
          ["cs4", changed.join(",")],
        ] as const)),
    ["cs5Label", "request"],
    ["cs5", event.requestId],
    ["cn1Label", "seq"],
    ["cn1", event.seq],
  ];
  const head = [product.vendor, product.name, product.version, event.action, event.action]
    .map(header)
    .join("|");
  const tail = members
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value]) => `${name}=${extension(String(value))}`)
    .join(" ");
  return `CEF:0|${head}|${severities[event.outcome]}|${tail}`;
};
