import * as v from "valibot";

import { isUnstorable } from "../kernel/index.ts";

const id = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.check((text) => !isUnstorable(text), "An id without NUL and broken surrogates."),
);

export const idParams = v.strictObject({ id });

const uuid = v.pipe(v.string(), v.examples(["0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40"]));
const kind = v.pipe(v.string(), v.examples(["import.chunk"]));
const instant = v.pipe(v.string(), v.examples(["2026-11-22T08:00:00Z"]));

const progress = v.strictObject({
  done: v.number(),
  total: v.nullable(v.number()),
  phase: v.nullable(v.string()),
});

const fault = v.strictObject({ code: v.string(), message: v.string() });

/** `waiting`: due or not, nobody is at it. `failed`: dead, after its attempts. */
export const jobStates = ["waiting", "running", "done", "failed", "cancelled"] as const;

const base = {
  id: uuid,
  kind,
  state: v.picklist(jobStates),
  progress: v.pipe(v.nullable(progress), v.examples([{ done: 40, total: 100, phase: "rows" }])),
  result: v.pipe(v.unknown(), v.examples([null])),
  fault: v.pipe(v.nullable(fault), v.examples([null])),
  createdAt: instant,
  endedAt: v.pipe(v.nullable(instant), v.examples([null])),
};

/** A job as whoever asked for it follows it. */
export const jobAnswer = v.strictObject(base);

const administered = {
  actor: v.pipe(v.nullable(v.string()), v.examples([null])),
  runAt: instant,
  priority: v.number(),
  attempts: v.number(),
  error: v.pipe(v.nullable(v.string()), v.examples([null])),
  scheduleId: v.pipe(v.nullable(v.string()), v.examples([null])),
};

/** A job as administrators see it in the list. */
export const jobItem = v.strictObject({ ...base, ...administered });

const run = v.strictObject({
  attempt: v.number(),
  outcome: v.picklist(["done", "failed", "dead"]),
  startedAt: instant,
  endedAt: instant,
  error: v.nullable(v.string()),
});

/** One job: what everyone who may see it is told, and for administrators the rest with its attempts, newest first. */
export const jobDetail = v.strictObject({
  ...base,
  ...v.partial(v.strictObject(administered)).entries,
  runs: v.optional(v.array(run)),
});

/** Numbers of one kind. `lag`: milliseconds since the first of the due ones could have run. */
const kindStats = v.strictObject({
  kind,
  known: v.boolean(),
  waiting: v.number(),
  due: v.number(),
  running: v.number(),
  dead: v.number(),
  lag: v.number(),
});

export const statsAnswer = v.strictObject({ kinds: v.array(kindStats) });
