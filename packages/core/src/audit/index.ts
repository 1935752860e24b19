/**
 * What changed in a record, field by field, and how to go forth and back by it.
 *
 * @example
 * ```ts
 * import { diff, revertDiff } from "@ennead/core/audit";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const fields = { stage: { type: "select" }, amount: { type: "decimal" } } as const;
 * const before = { stage: "Proposal", amount: "10.00" };
 * const after = { stage: "Won", amount: 10 };
 *
 * const change = diff(fields, before, after);
 * change.changes; // [{ path: ["stage"], op: "set", before: "Proposal", after: "Won" }]
 * unwrap(revertDiff(fields, after, change)); // { stage: "Proposal", amount: 10 }
 * ```
 */
export type { DiffField, DiffType, FieldCatalogue, KeyedField } from "./field.ts";
export type { Change, Diff } from "./change.ts";
export { diff, type DiffOptions, type Redaction } from "./diff.ts";
export { redactedDiff, withoutFields, type RedactionOptions } from "./redact/redacted-diff.ts";
export type { Box, FieldClass, RedactionRule, Treatment } from "./redact/rule.ts";
export type { TextPattern } from "./redact/text-pattern.ts";
export { applyDiff, revertDiff } from "./apply.ts";
export { asOf, type Moment, type RecordEvent } from "./as-of.ts";
export { asOfView, type RecordView } from "./as-of-view.ts";
export { jsonEqual } from "./json-equal.ts";
export { jsonPatch } from "./json-patch.ts";
export { mergePatch } from "./merge-patch.ts";
export type { AuditEvent, Geo } from "./event.ts";
export type { Match } from "./match.ts";
export { matchSchema } from "./match-schema.ts";
export { checkRetentionPolicy, retentionPolicySchema } from "./check-retention.ts";
export type {
  Alert,
  EventPolicy,
  FirstSeenPolicy,
  ImpossibleTravelPolicy,
  OffHoursPolicy,
  Policy,
  PolicyEvent,
  SodPolicy,
  SumPolicy,
  ThresholdPolicy,
} from "./policy/policy.ts";
export { checkPolicy, longestWindowSec, policySchema } from "./policy/check-policy.ts";
export { evaluatePolicies, noPolicyState, type PolicyState } from "./policy/evaluate-policies.ts";
export { explainAlert } from "./policy/explain-alert.ts";
export {
  planRetention,
  withAuditKept,
  type ErasureRequest,
  type LegalHold,
  type LogSegment,
  type RetainedEvent,
  type RetentionAct,
  type RetentionInput,
  type RetentionPlan,
  type RetentionPolicy,
  type RetentionStep,
} from "./retention.ts";
export { toJsonPatch, type PatchOperation } from "./to-json-patch.ts";
export { toMergePatch } from "./to-merge-patch.ts";
export { describe, type Clause, type Sentence, type Wording } from "./describe.ts";
export { ocsfVersion, toOcsf } from "./sink/ocsf.ts";
export { toEcs } from "./sink/ecs.ts";
export { toCef } from "./sink/cef.ts";
export { toJsonl } from "./sink/jsonl.ts";
export type { Product } from "./sink/product.ts";
export {
  complianceReport,
  type ComplianceReport,
  type ReportDefinition,
  type ReportInput,
  type ReportPeriod,
  type ReportSection,
  type ReportTable,
} from "./report/report.ts";
export { privilegedActions, type PrivilegedOptions } from "./report/privileged-actions.ts";
export { subjectAccess, type HeldValue, type SubjectOptions } from "./report/subject-access.ts";
