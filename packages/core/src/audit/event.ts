import type { Instant } from "../kernel/index.ts";
import type { Diff } from "./change.ts";

/** Where something happened, in degrees. */
export interface Geo {
  readonly lat: number;
  readonly lon: number;
}

/** One event of the log, as those who evaluate, report and export it are given it. */
export interface AuditEvent {
  /** Order within the company, without gaps. */
  readonly seq: number;
  readonly id: string;
  readonly company: string;
  readonly at: Instant;
  /** `<room>.<noun>.<verb>` */
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  /** The entity's name at the time. */
  readonly entityLabel: string | null;
  /** Version after the event, and what it did to the entity; null for events that change nothing. */
  readonly version: number | null;
  readonly op: "create" | "update" | "delete" | null;
  readonly outcome: "success" | "failure" | "denied";
  /** Who really acted. */
  readonly actor: string;
  /** user, apiKey, job, system, plugin … */
  readonly actorKind: string;
  /** His name at the time. */
  readonly actorLabel: string;
  /** In whose place he acted. */
  readonly onBehalfOf: string | null;
  readonly requestId: string;
  /** Id of the route. */
  readonly route: string;
  readonly diff: Diff;
  readonly ip?: string | null;
  readonly userAgent?: string | null;
  readonly method?: string | null;
  readonly apiVersion?: string | null;
  readonly session?: string | null;
  readonly geo?: Geo | null;
  readonly correlationId?: string | null;
  /** Id of the event or job this one follows from. */
  readonly causeId?: string | null;
  readonly reason?: string | null;
  /** pii, financial, security, gdpr, hipaa, sox, or a company's own. */
  readonly flags?: readonly string[];
  /** People whose data the event holds or is about, as `<entity>/<id>`. */
  readonly subjects?: readonly string[];
}
