import * as v from "valibot";

import { err, fault, ok, type PathSegment, type Result } from "../kernel/index.ts";
import { matchSchema } from "./match-schema.ts";
import type { RetentionPolicy } from "./retention.ts";

/** A hundred years. */
const mostDays = 36_525;

const days = (what: string): v.GenericSchema<unknown, number | null> => {
  const wanted = `${what} is a whole number of days from 1 to ${mostDays}, or null.`;
  return v.nullable(
    v.pipe(
      v.number(wanted),
      v.integer(wanted),
      v.minValue(1, wanted),
      v.maxValue(mostDays, wanted),
    ),
  );
};

/** Retention policies as people and programs write them. */
export const retentionPolicySchema: v.GenericSchema<unknown, RetentionPolicy> = v.pipe(
  v.strictObject({
    id: v.pipe(v.string("The id of a policy is a text."), v.minLength(1), v.maxLength(200)),
    match: matchSchema,
    keepDays: days("The time to keep"),
    archiveAfterDays: v.exactOptional(days("The time until the archive")),
    erasureExempt: v.exactOptional(v.boolean("Exempt from erasure is true or false.")),
  }),
  v.forward(
    v.check(
      ({ keepDays, archiveAfterDays }) =>
        typeof keepDays !== "number" ||
        typeof archiveAfterDays !== "number" ||
        archiveAfterDays < keepDays,
      "What is archived is kept longer than until then.",
    ),
    ["archiveAfterDays"],
  ),
);

/**
 * A retention policy out of what somebody wrote. audit/bad-retention names the first part that is wrong: no whole days
 * from 1 on, an archive that begins after the end, a member that no policy has.
 */
export const checkRetentionPolicy = (given: unknown): Result<RetentionPolicy> => {
  const parsed = v.safeParse(retentionPolicySchema, given, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = issue.path?.map(({ key }) => key as PathSegment) ?? [];
  return err(fault("audit/bad-retention", issue.message, path));
};
