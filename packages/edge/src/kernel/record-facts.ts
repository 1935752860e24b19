import type { RecordFacts, RecordShare } from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";

import type { StoredRecord } from "./ports.ts";

/** What access must know of a stored record. `shares` are those of records by id; a record that nobody shared is absent. */
export const recordFacts = (
  company: CompanyId,
  { id, ownerId, territoryId }: Pick<StoredRecord, "id" | "ownerId" | "territoryId">,
  shares: ReadonlyMap<string, readonly RecordShare[]>,
): RecordFacts => ({
  company,
  id,
  owner: ownerId as UserId | null,
  territory: territoryId,
  shares: shares.get(id) ?? [],
});
