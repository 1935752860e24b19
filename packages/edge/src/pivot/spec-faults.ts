import type { Fault } from "@ennead/core/kernel";

/** What a spec of a caller can be refused for. */
export const specFaults = [
  "pivot/bad-spec",
  "pivot/unknown-field",
  "pivot/field-forbidden",
  "pivot/unknown-value",
  "pivot/bad-aggregate",
  "pivot/bad-bucket",
  "pivot/bad-filter",
  "pivot/bad-time-zone",
  "pivot/duplicate-name",
  "pivot/too-many-levels",
  "pivot/too-many-measures",
  "pivot/unsupported-spec-version",
] as const;

/** What a run can be refused for besides. */
export const runFaults = [
  ...specFaults,
  "pivot/too-many-cells",
  "pivot/too-many-groups",
  "pivot/not-in-sql",
  "pivot/timed-out",
  "pivot/group-too-small",
] as const;

/** Faults of a spec that was a member `spec` of the request. */
export const beneathSpec = (faults: readonly Fault[]): readonly Fault[] =>
  faults.map((one) => ({ ...one, path: ["spec", ...(one.path ?? [])] }));
