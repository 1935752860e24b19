import { defineJob, type JobDefinition, type JobSpec } from "@ennead/core/job";
import type { Result } from "@ennead/core/kernel";
import * as v from "valibot";

import { handleJob, type JobFailure, type JobKind, type RunningJob } from "../jobs/job-kind.ts";
import type { FeedPortion, FollowRule } from "./follow-rule.ts";
import { readFeed, type FeedEntry } from "./read-feed.ts";

/** A follower of the log with the kind of job that is given what it follows. */
export interface Follow extends FollowRule {
  readonly job: JobSpec<FeedPortion>;
}

const portion = v.strictObject({ after: v.number(), through: v.number() });

/** Names a follower. Throws for one that follows nothing. */
export const defineFollow = ({
  job,
  ...rule
}: FollowRule & { readonly job: Omit<JobDefinition<FeedPortion>, "schema"> }): Follow => {
  if ((rule.objects ?? []).length + (rule.actions ?? []).length === 0) {
    throw new RangeError(`Follower ${rule.name} follows no object and no action.`);
  }
  return { ...rule, job: defineJob({ ...job, schema: portion }) };
};

/**
 * Says what a follower does with what it follows. Every event that fits is in the portion of exactly one job, in order
 * of `seq`; jobs may run side by side (`concurrency`) and more than once, and `complete` makes their effects happen once.
 * An entry tells that something changed, not to what: read the row, which may have changed again or be gone.
 */
export const handleFollow = (
  follow: Follow,
  handle: (
    job: RunningJob<FeedPortion>,
    entries: readonly FeedEntry[],
  ) => Promise<Result<null, JobFailure>>,
): JobKind =>
  handleJob<FeedPortion>(follow.job, async (job) =>
    handle(job, await readFeed(job.context.scope, follow, job.payload)),
  );
