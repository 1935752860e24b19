/** The parts of the manager. */
export const accessParts = ["sets", "people", "groups", "records", "review"] as const;

export type AccessPart = (typeof accessParts)[number];

/** What is open in the manager: one serialisable value. Unsaved edits are not part of it. */
export interface AccessManagerValue {
  readonly part: AccessPart;
  /** Id of the permission set that is open. */
  readonly set?: string | undefined;
  /** Object whose fields are shown. */
  readonly object?: string | undefined;
  /** Id of the person who is open. */
  readonly user?: string | undefined;
  /** Id of the person he is compared with. */
  readonly compareWith?: string | undefined;
  /** Id of the group that is open. */
  readonly group?: string | undefined;
  /** What people are searched by. */
  readonly search?: string | undefined;
}

export const startValue: AccessManagerValue = { part: "sets" };
