import type * as v from "valibot";

import { defaultBackoff, type BackoffPolicy } from "./backoff.ts";

/** What a kind of job is and how it may run, as every claim and every attempt needs it. */
export interface JobSpec<Payload> {
  /** `room.verb`, the name its handler is found by; kept in the database, so it never changes. */
  readonly kind: string;
  readonly schema: v.GenericSchema<unknown, Payload>;
  /** After so many failed attempts the job is dead. */
  readonly maxAttempts: number;
  /** Milliseconds an attempt may run before another may claim the job; long handlers renew at half time. */
  readonly lease: number;
  /** How many jobs of this kind one company may have running at once. */
  readonly concurrency: number;
  /** Where jobs of this kind stand by default; smaller is sooner. */
  readonly priority: number;
  readonly backoff: BackoffPolicy;
}

/** What a room says of its kind of job: at least the name and the payload. */
export interface JobDefinition<Payload>
  extends
    Pick<JobSpec<Payload>, "kind" | "schema">,
    Partial<Pick<JobSpec<Payload>, "maxAttempts" | "lease" | "concurrency" | "priority">> {
  readonly backoff?: Partial<BackoffPolicy>;
}

const written = /^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*)+$/;

const positive = ["maxAttempts", "lease", "concurrency"] as const;

/**
 * A kind of job with everything it leaves open filled in: 12 attempts, a lease of 30 seconds, 4 at once for a company,
 * priority 0, waits from 1 second to 1 hour. Throws RangeError for values that could never work.
 */
export const defineJob = <Payload>(definition: JobDefinition<Payload>): JobSpec<Payload> => {
  const spec: JobSpec<Payload> = {
    maxAttempts: 12,
    lease: 30_000,
    concurrency: 4,
    priority: 0,
    ...definition,
    backoff: { ...defaultBackoff, ...definition.backoff },
  };
  if (!written.test(spec.kind)) {
    throw new RangeError(`Job kind "${spec.kind}" is not written like room.verb.`);
  }
  for (const key of positive) {
    if (!(Number.isInteger(spec[key]) && spec[key] > 0)) {
      throw new RangeError(
        `${key} of job ${spec.kind} is ${spec[key]}, not a whole number above 0.`,
      );
    }
  }
  const { base, cap } = spec.backoff;
  if (!(base > 0 && cap >= base && cap < Infinity)) {
    throw new RangeError(
      `Job ${spec.kind} waits from ${base} to ${cap} milliseconds: no such range.`,
    );
  }
  return spec;
};
