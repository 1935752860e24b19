import { recordLabel } from "@ennead/core/record";

import type { TenantScope } from "../db/scope.ts";
import type { Ports, RecordSource, StoredRecord } from "../ports.ts";

/** What is known of a record that others refer to. */
export interface Referred {
  readonly label: string;
  readonly owner: string | null;
  readonly territory: string | null;
}

/** What is known of the records of one object that a dataset refers to. */
export interface Labels {
  /** State of the object that these are of. */
  readonly version: string;
  /** By id; null for one that does not exist. */
  readonly byId: ReadonlyMap<string, Referred | null>;
}

const none: Labels = { version: "", byId: new Map() };

/** How many records are asked for at a time. */
const slice = 5000;

/** How often a state is read that changes while it is read. */
const mostTurns = 3;

const leastChanges = 1000;

/** All records that a source has. */
export const readAll = async (
  source: RecordSource,
  scope: TenantScope,
): Promise<StoredRecord[]> => {
  const records: StoredRecord[] = [];
  for await (const chunk of source.rows(scope)) records.push(...chunk);
  return records;
};

/** The labels at the present state, read by id, where the source tells what changed. */
const followLabels = async (
  ports: Ports,
  scope: TenantScope,
  source: RecordSource,
  wanted: ReadonlySet<string>,
  known: Labels | undefined,
  referredOf: (record: StoredRecord) => Referred,
): Promise<Labels> => {
  const since = known?.version ?? (await source.version(scope));
  // Read before the changes are: what changes meanwhile is among them.
  const unknown = [...wanted].filter((id) => known?.byId.has(id) !== true);
  const come: StoredRecord[] = [];
  for (let from = 0; from < unknown.length; from += slice) {
    come.push(
      ...(await ports.records.get(scope, source.object, unknown.slice(from, from + slice))),
    );
  }
  const most = Math.max(leastChanges, wanted.size);
  const changes = (await source.changes?.(scope, since, most)) ?? null;
  if (changes === null) {
    return known === undefined
      ? { version: since, byId: new Map(come.map((record) => [record.id, referredOf(record)])) }
      : followLabels(ports, scope, source, wanted, undefined, referredOf);
  }
  const isKnown = (id: string): boolean => wanted.has(id) || known?.byId.has(id) === true;
  const records = changes.records.filter(({ id }) => isKnown(id));
  const gone = changes.gone.filter(isKnown);
  if (known !== undefined && unknown.length + records.length + gone.length === 0) {
    return changes.version === known.version ? known : { ...known, version: changes.version };
  }
  // Ids that nothing refers to any more are let go once they are the most.
  const kept = (known?.byId.size ?? 0) > 2 * wanted.size ? [] : (known?.byId ?? []);
  const byId = new Map<string, Referred | null>(kept);
  for (const id of wanted) if (!byId.has(id)) byId.set(id, known?.byId.get(id) ?? null);
  for (const record of [...come, ...records]) byId.set(record.id, referredOf(record));
  for (const id of gone) byId.set(id, null);
  return { version: changes.version, byId };
};

/** The labels at the present state, read out of everything, where the source tells only whether something changed. */
const reloadLabels = async (
  scope: TenantScope,
  source: RecordSource,
  wanted: ReadonlySet<string>,
  known: Labels | undefined,
  referredOf: (record: StoredRecord) => Referred,
): Promise<Labels> => {
  for (let turn = 1; ; turn += 1) {
    const version = await source.version(scope);
    if (version === known?.version && [...wanted].every((id) => known.byId.has(id))) return known;
    const byId = new Map<string, Referred | null>([...wanted].map((id) => [id, null]));
    for (const record of await readAll(source, scope)) {
      if (wanted.has(record.id)) byId.set(record.id, referredOf(record));
    }
    if (turn === mostTurns || (await source.version(scope)) === version) return { version, byId };
  }
};

/**
 * The labels of these records of an object, brought up to date from what is known; the same value where nothing of it
 * changed. An object that nobody owns has none.
 */
export const readLabels = async (
  ports: Ports,
  scope: TenantScope,
  object: string,
  wanted: ReadonlySet<string>,
  known: Labels | undefined,
): Promise<Labels> => {
  const source = ports.source(object);
  const definition = (await source?.definition(scope)) ?? null;
  if (source === null || definition === null) return known ?? none;
  const referredOf = ({ ownerId, territoryId, data }: StoredRecord): Referred => ({
    label: recordLabel(definition, data),
    owner: ownerId,
    territory: territoryId,
  });
  return source.changes === undefined
    ? reloadLabels(scope, source, wanted, known, referredOf)
    : followLabels(ports, scope, source, wanted, known, referredOf);
};
