import type { FieldDefinition } from "./definition.ts";

/** What every record has besides its fields: usable in filters, sorts and pivots by these names, set by the system. */
export const systemFields: readonly FieldDefinition[] = [
  { name: "id", label: "Id", type: "text" },
  { name: "externalId", label: "External id", type: "text" },
  { name: "ownerId", label: "Owner id", type: "reference", object: "user" },
  { name: "createdAt", label: "Created at", type: "instant" },
  { name: "updatedAt", label: "Updated at", type: "instant" },
];
