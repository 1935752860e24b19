/** What can be done to a record or another access object; the same seven words in every room. */
export type Action = "create" | "read" | "update" | "delete" | "share" | "export" | "approve";

/** All actions, in the order people expect to see them. */
export const actions: readonly Action[] = [
  "create",
  "read",
  "update",
  "delete",
  "share",
  "export",
  "approve",
];

/** What a permission set gives on an object: actions, all of its records to read, or all to read, change and delete. */
export type ObjectRight = Action | "viewAll" | "modifyAll";

/** What one may do with a field: `read` shows it, `edit` also writes it. */
export type FieldLevel = "none" | "read" | "edit";
