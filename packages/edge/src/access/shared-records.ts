import { recordFacts, type Ports, type SharedRecord, type TenantScope } from "../kernel/index.ts";

/** The thing of this object and id that could be shared: a record, or what another room owns; null without one. */
export const findShared = async (
  ports: Ports,
  scope: TenantScope,
  object: string,
  id: string,
): Promise<SharedRecord | null> => {
  const source = ports.shared(object);
  if (source !== null) return (await source(scope, [id]))[0] ?? null;
  if (!(await ports.records.objects(scope)).has(object)) return null;
  const [[record], labels] = await Promise.all([
    ports.records.get(scope, object, [id]),
    ports.records.labels(scope, object, [id]),
  ]);
  return record === undefined
    ? null
    : {
        id,
        label: labels.get(id) ?? null,
        facts: recordFacts(scope.company, record, new Map()),
        entity: object,
        version: record.version,
      };
};
