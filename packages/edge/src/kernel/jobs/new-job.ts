import type { KeyScopes } from "@ennead/core/access";
import { readPayload, type JobSpec } from "@ennead/core/job";
import type { Instant, Json } from "@ennead/core/kernel";

/** A job that a decision asks for. It is written in the batch of the decision: no job without its cause. */
export interface NewJob {
  /** A UUID of the caller's choice, for an answer that names the job; made when it is written unless given. */
  readonly id?: string;
  readonly kind: string;
  readonly payload: Json;
  readonly priority: number;
  /** Whether the payload holds data about people or secrets: it is sealed in the database. */
  readonly sealed?: boolean;
  /** Who may follow and cancel it, by user id: who acts unless given, null for nobody. */
  readonly actor?: string | null;
  /** What the credential was limited to by which it is asked for: that of who acts unless given, null for not at all. */
  readonly scopes?: KeyScopes | null;
  /** When it is due; at once unless given. */
  readonly runAt?: Instant;
  /**
   * Of the unfinished jobs of one kind and company, one has this key. A second one changes nothing; while the first is
   * running, it runs once more afterwards, with the newest payload.
   */
  readonly dedupe?: string;
  /** Whether a second one moves `runAt` and replaces the payload of a first that waits. */
  readonly replace?: boolean;
}

/** Describes a job to be enqueued by a decision. Throws when the payload does not fit the kind. */
export const enqueue = (
  spec: JobSpec<unknown>,
  payload: Json,
  options: Partial<Omit<NewJob, "kind" | "payload">> = {},
): NewJob => {
  const read = readPayload(spec, payload);
  if (!read.ok) {
    throw new Error(`The payload of a job ${spec.kind} does not fit: ${read.error[0]?.message}`);
  }
  return { kind: spec.kind, payload, priority: spec.priority, ...options };
};
