import type { FieldDefinition, ObjectDefinition } from "@ennead/core/record";

import type { AccessObject } from "../kernel/index.ts";

const fields: readonly FieldDefinition[] = [
  { name: "name", label: "Name", type: "text", required: true, personal: true },
  { name: "email", label: "E-mail", type: "email", required: true, unique: true, personal: true },
  { name: "active", label: "Active", type: "boolean" },
  { name: "manager", label: "Manager", type: "reference", object: "user" },
  { name: "roles", label: "Roles", type: "text", maxLength: 1000 },
];

/** Users as an object like any other, so that owners can be reported by what is known of them. */
export const userDefinition: ObjectDefinition = {
  name: "user",
  label: "User",
  labelPlural: "Users",
  nameField: "name",
  fields,
};

/** Colleagues see each other where a permission set lets them read users. */
export const userObject: AccessObject = {
  name: "user",
  label: "User",
  fields,
  defaultAccess: "read",
};
