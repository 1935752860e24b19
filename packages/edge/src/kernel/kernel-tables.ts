import { auditEvent, auditValue, idempotency, licence, never } from "./audit-tables.ts";
import { migration, schemaState } from "./migration-tables.ts";
import { technical, type TableClass } from "./tables.ts";

const own = "the audit log itself, guarded by triggers of its own";

/** The kernel's own tables. */
export const kernelTables: readonly TableClass[] = [
  technical(auditEvent, own),
  technical(auditValue, own),
  technical(licence, own),
  technical(never, own),
  technical(idempotency, "answers of commands, kept for 48 hours"),
  technical(migration, "what the schema runner has applied"),
  technical(schemaState, "what the schema runner has applied"),
];
