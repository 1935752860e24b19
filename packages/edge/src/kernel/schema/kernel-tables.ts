import {
  auditHead,
  auditEvent,
  auditValue,
  idempotency,
  licence,
  never,
} from "../audit/audit-tables.ts";
import { feedCursor, feedWake } from "../feed/feed-tables.ts";
import { job, jobRun, jobSchedule } from "../jobs/job-tables.ts";
import { rateBucket } from "../limits/limit-tables.ts";
import { storedFile, storedPiece } from "../storage/storage-tables.ts";
import { migration, schemaLease, schemaState } from "./migration-tables.ts";
import { technical, type TableClass } from "./tables.ts";

const own = "the audit log itself, guarded by triggers of its own";

/** The kernel's own tables. */
export const kernelTables: readonly TableClass[] = [
  technical(auditEvent, own),
  technical(auditValue, own),
  technical(licence, own),
  technical(auditHead, own),
  technical(never, own),
  technical(feedWake, "whose log may hold something that a follower was not given"),
  technical(feedCursor, "how far followers were given each log; it moves with the job it enqueues"),
  technical(idempotency, "answers of commands, kept for 48 hours"),
  technical(job, "work to be done, asked for in the batch of its cause; the cause is audited"),
  technical(jobRun, "attempts at work, kept for a week; their insert is the fence of a completion"),
  technical(
    jobSchedule,
    "when recurring work is planned, written in the batch of its cause; the cause is audited",
  ),
  technical(rateBucket, "how much of a costly thing was asked for lately"),
  technical(
    storedFile,
    "results that wait to be fetched, until they expire; asking for one is audited",
  ),
  technical(storedPiece, "the bytes of such results, where the database is their storage"),
  technical(migration, "what the schema runner has applied"),
  technical(schemaState, "what the schema runner has applied"),
  technical(schemaLease, "which schema runner is at work"),
];
