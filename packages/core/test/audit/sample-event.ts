import type { AuditEvent } from "@ennead/core/audit";

/** An event as the log gives it, with what a test says of it. */
export const sampleEvent = (given: Partial<AuditEvent> = {}): AuditEvent => ({
  seq: 7,
  id: "0190d3c0-0000-7000-8000-000000000007",
  company: "c1",
  at: Date.UTC(2026, 0, 5, 10),
  action: "record.record.update",
  entity: "deal",
  entityId: "d1",
  entityLabel: "Big deal",
  version: 3,
  op: "update",
  outcome: "success",
  actor: "u1",
  actorKind: "user",
  actorLabel: "Ada",
  onBehalfOf: null,
  requestId: "r1",
  route: "records.update",
  diff: {
    changes: [{ path: ["stage"], op: "set", before: "Proposal", after: "Won" }],
    dropped: [],
    reversible: true,
  },
  ...given,
});

/** A diff of an event that changes nothing. */
export const noDiff: AuditEvent["diff"] = { changes: [], dropped: [], reversible: true };
