import { formatInstant } from "../../calendar/index.ts";
import type { AuditEvent } from "../event.ts";

/**
 * The event as one line of JSON lines, with its line feed: every member, the time as RFC 3339. Text within it is escaped,
 * so one event is one line whatever it holds.
 */
export const toJsonl = (event: AuditEvent): string =>
  `${JSON.stringify({ ...event, at: formatInstant(event.at) })}\n`;
