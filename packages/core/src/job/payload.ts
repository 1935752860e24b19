import * as v from "valibot";

import {
  err,
  fault,
  ok,
  shortened,
  type Fault,
  type PathSegment,
  type Result,
} from "../kernel/index.ts";
import type { JobSpec } from "./spec.ts";

/**
 * The payload of a job as its handler expects it. Faults are `job/bad-payload` with paths; such a job is dead at once, as
 * no further attempt could read it.
 */
export const readPayload = <Payload>(
  { schema }: JobSpec<Payload>,
  payload: unknown,
): Result<Payload, readonly Fault[]> => {
  const parsed = v.safeParse(schema, payload);
  if (parsed.success) return ok(parsed.output);
  return err(
    parsed.issues.map(({ message, path = [] }) =>
      fault(
        "job/bad-payload",
        shortened(message, 200),
        path.map(({ key }) => key as PathSegment),
      ),
    ),
  );
};
