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
import { scheduleSchema } from "./schedule-schema.ts";
import type { Schedule } from "./schedule.ts";

/** Reads a schedule from untrusted data. Every fault is `calendar/bad-schedule` with the path of the wrong part. */
export const checkSchedule = (input: unknown): Result<Schedule, readonly Fault[]> => {
  const parsed = v.safeParse(scheduleSchema, input);
  if (parsed.success) return ok(parsed.output);
  return err(
    parsed.issues.map(({ message, path = [] }) =>
      fault(
        "calendar/bad-schedule",
        shortened(message, 200),
        path.map(({ key }) => key as PathSegment),
      ),
    ),
  );
};
