import type { Json } from "@ennead/core/kernel";

import { sql, type Row, type TenantScope } from "../kernel/index.ts";
import type { PersonalValues } from "./event-json.ts";
import { changedFields } from "./posting.ts";

/** One event with its changes, or null: unknown and another company's are one. */
export const readEvent = async (
  { company, read }: TenantScope,
  id: string,
): Promise<Row | null> => {
  const [found] = await read(
    sql`select e.*, ${changedFields} as fields from audit_event e
      where e.company_id = ${company} and e.id = ${id}`,
  );
  return found?.rows[0] ?? null;
};

/** What is left of the personal values of these events. */
export const readPersonal = async (
  { company, read }: TenantScope,
  ids: readonly string[],
): Promise<PersonalValues> => {
  const [found] = await read(
    sql`select v.commitment, v.value from json_each(${JSON.stringify(ids)}) j cross join audit_value v
      where v.company_id = ${company} and v.event_id = j.value`,
  );
  return new Map(
    (found?.rows ?? []).map((row) => [
      String(row["commitment"]),
      JSON.parse(String(row["value"])) as Json,
    ]),
  );
};

/** The changes of a record after a version, in order, as many as one statement should read. */
export const readVersions = async (
  { company, read }: TenantScope,
  { entity, id }: { readonly entity: string; readonly id: string },
  after: number,
  most: number,
): Promise<readonly Row[]> => {
  const [found] = await read(
    sql`select e.seq, e.id, e.at, e.version, e.op, e.diff, e.actor, e.entity, e.entity_id
      from audit_event e where e.company_id = ${company} and e.entity = ${entity}
        and e.entity_id = ${id} and e.version is not null and e.version > ${after}
      order by e.version limit ${most}`,
  );
  return found?.rows ?? [];
};
