import { can, fieldLevels, permits, type FieldLevel, type RecordFacts } from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";
import type { ObjectDefinition } from "@ennead/core/record";

import type { RequestContext, Row } from "../kernel/index.ts";

/** What it takes to see events of records out of one's scope, and of what is no record. */
export const readAllPermission = "audit.readAll";

/** What one actor may see of the log. */
export interface Sight {
  /** The events among these that exist for him. */
  readonly visible: (rows: readonly Row[]) => Promise<readonly Row[]>;
  /** What he may see today of a field of an entity: its values `read`, its name `mask`, or `none`. */
  readonly level: (entity: string, field: string, isPersonal: boolean) => "read" | "mask" | "none";
  /** What the entity was called, where he may read the field that names it. */
  readonly label: (row: Row) => string | null;
  /** The definition of an entity that is an object of records. */
  readonly definition: (entity: string) => ObjectDefinition | undefined;
}

/** What every record has besides its fields, and whoever sees the record may see. */
const ofRecord: ReadonlySet<string> = new Set(["ownerId", "externalId", "territoryId"]);

const plain = (level: FieldLevel | undefined): "read" | "mask" | "none" => {
  if (level === undefined || level === "none") return "none";
  return level === "mask" ? "mask" : "read";
};

/** Records that are read at once, to be asked who may see them: each comes with its fields. */
const atOnce = 200;

/** Ids of the entity's things that the actor may read, among those named; of what is gone, where he may read all of it. */
const readableIds = async (
  { company, model, principal, scope, services }: RequestContext,
  entity: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { records, shared: sharedOf, sharing } = services.ports;
  const reads = (record: RecordFacts): boolean =>
    can(model, principal, "read", { object: entity, record }).allow;
  if (reads({ company, owner: null })) {
    return new Set(ids.filter((id) => reads({ company, owner: null, id })));
  }
  const source = sharedOf(entity);
  const facts: readonly RecordFacts[] =
    source === null
      ? (await records.get(scope, entity, ids)).map(({ id, ownerId, territoryId }) => ({
          company,
          id,
          owner: ownerId as UserId | null,
          territory: territoryId,
        }))
      : (await source(scope, ids)).map((one) => one.facts);
  const shares = await sharing.of(scope, entity, ids);
  return new Set(
    facts.flatMap((one) => {
      const { id = "" } = one;
      return reads({ ...one, shares: shares.get(id) ?? [] }) ? [id] : [];
    }),
  );
};

/** What the actor of a request may see of the log, by the rights of today. */
export const sightOf = async (context: RequestContext): Promise<Sight> => {
  const { model, principal, scope, services } = context;
  const { records, shared: sharedOf } = services.ports;
  const objects = await records.objects(scope);
  const seesAll = permits(model, principal, { system: readAllPermission }).allow;
  const levels = new Map<string, ReadonlyMap<string, FieldLevel>>();
  const levelsOf = (entity: string): ReadonlyMap<string, FieldLevel> => {
    const known = levels.get(entity);
    if (known !== undefined) return known;
    // The events of `access.user` are about object `user`.
    const object = model.objects.has(entity) ? entity : entity.slice(entity.indexOf(".") + 1);
    const made = fieldLevels(model, principal, object);
    levels.set(entity, made);
    return made;
  };
  const level: Sight["level"] = (entity, field, isPersonal) => {
    const own = levelsOf(entity);
    if (own.has(field)) return plain(own.get(field));
    if (objects.has(entity)) return ofRecord.has(field) ? "read" : "none";
    return isPersonal ? "none" : "read";
  };
  return {
    level,
    definition: (entity) => objects.get(entity),
    label: (row) => {
      const [entity, label] = [String(row["entity"]), row["entity_label"]];
      if (typeof label !== "string") return null;
      const name = objects.get(entity)?.nameField;
      if (name === undefined || row["outcome"] === "denied") return label;
      return level(entity, name, false) === "read" ? label : null;
    },
    visible: async (rows) => {
      if (seesAll || rows.length === 0) return rows;
      const asked = new Map<string, Set<string>>();
      for (const row of rows) {
        const entity = String(row["entity"]);
        asked.set(entity, (asked.get(entity) ?? new Set()).add(String(row["entity_id"])));
      }
      const may = new Map<string, ReadonlySet<string>>();
      for (const [entity, ids] of asked) {
        if (objects.has(entity) || sharedOf(entity) !== null) {
          const all = [...ids];
          const readable = new Set<string>();
          for (let at = 0; at < all.length; at += atOnce) {
            const some = await readableIds(context, entity, all.slice(at, at + atOnce));
            for (const id of some) readable.add(id);
          }
          may.set(entity, readable);
        }
      }
      return rows.filter((row) => {
        const ids = may.get(String(row["entity"]));
        // What is neither a record nor shared like one is seen by whoever did it himself.
        if (ids === undefined) return row["actor"] === principal.actor;
        return ids.has(String(row["entity_id"]));
      });
    },
  };
};
