import * as v from "valibot";

import type { Match } from "./match.ts";

const most = { members: 20, oneOf: 200 } as const;

const scalar = v.union(
  [v.string(), v.pipe(v.number(), v.finite()), v.boolean(), v.null()],
  "A member is matched by a text, a number, true, false, null, or a list of these.",
);

/** Matches as people and programs write them. */
export const matchSchema: v.GenericSchema<unknown, Match> = v.pipe(
  v.record(
    v.string(),
    v.union(
      [scalar, v.pipe(v.array(scalar), v.minLength(1), v.maxLength(most.oneOf))],
      "A member is matched by a text, a number, true, false, null, or a list of 1 to 200 of these.",
    ),
    "A match is an object of members.",
  ),
  v.check((match) => Object.keys(match).length <= most.members, "A match has at most 20 members."),
);
