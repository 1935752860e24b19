import { diff, type FieldCatalogue } from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import type { Json } from "@ennead/core/kernel";

import type { AuditEntry } from "../kernel/index.ts";

/** What the audit log keeps of an entity of the room. */
export interface Entity {
  readonly name: `access.${
    | "company"
    | "user"
    | "permission-set"
    | "api-key"
    | "group"
    | "share"
    | "deny"
    | "impersonation"}`;
  readonly fields: FieldCatalogue;
  readonly personal?: ReadonlySet<string>;
}

/** What is not called anything has no label. */
type Named = { readonly id: string; readonly version: number; readonly name?: string };

const written = (type: string | undefined, value: Json | undefined): Json =>
  type === "datetime" && typeof value === "number" ? formatInstant(value) : (value ?? null);

/**
 * The event of a change from `before` to `after`, or null when nothing differs. A new version is the caller's, and the
 * verb where it says more than create, update or delete.
 */
export const eventOf = (
  { name, fields, personal }: Entity,
  before: Named | null,
  after: Named | null,
  verb?: string,
): AuditEntry | null => {
  const kept = (value: Named | null): Readonly<Record<string, Json>> | null =>
    value === null
      ? null
      : Object.fromEntries(
          Object.keys(fields).map((field) => [
            field,
            written(
              fields[field]?.type,
              (value as unknown as Readonly<Record<string, Json>>)[field],
            ),
          ]),
        );
  const difference = diff(fields, kept(before), kept(after));
  const one = after ?? before;
  if (one === null || (before !== null && after !== null && difference.changes.length === 0)) {
    return null;
  }
  const op = before === null ? "create" : after === null ? "delete" : "update";
  return {
    action: `${name}.${verb ?? op}`,
    entity: name,
    entityId: one.id,
    label: personal?.has("name") === true ? null : (one.name ?? null),
    op,
    version: after === null ? one.version + 1 : after.version,
    diff: difference,
    ...(personal === undefined ? {} : { personal }),
  };
};
