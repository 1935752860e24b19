import { can, readableFields, scopeOf } from "@ennead/core/access";
import { err, fault, ok, type CompanyId, type UserId } from "@ennead/core/kernel";
import type { Column, Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { Datasets, RequestContext } from "../context.ts";
import type { Ports } from "../ports.ts";
import { loadResident, sourceColumns, type Resident } from "./resident.ts";
import { takeColumn, takeRows } from "./take-rows.ts";

/** How a column of labels is shown: whole, without the records that stay hidden, or not at all. */
type LabelRight = "all" | "none" | { readonly owner: UserId };

/** What an actor may see of one object. */
interface Sight {
  readonly rows: "all" | { readonly owner: UserId };
  readonly fields: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, LabelRight>;
}

const labelRight = (
  { model, principal }: RequestContext,
  definition: ObjectDefinition | null,
): LabelRight => {
  if (definition === null) return "none";
  const { name, nameField } = definition;
  if (!readableFields(model, principal, name).has(nameField)) return "none";
  return scopeOf(model, principal, name, "read");
};

const allRows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => at);

/** The label column with only the labels of records that the actor may see; the ids beside it tell which is which. */
const maskLabels = (
  column: Column,
  ids: Column | undefined,
  visible: (id: string) => boolean,
): Column => {
  const rows = (column.codes ?? []).length;
  const validity = new Uint8Array((rows + 7) >> 3);
  const shown = (ids?.dict ?? []).map((id) => visible(String(id)));
  for (let row = 0; row < rows; row += 1) {
    const bit = 1 << (row & 7);
    const hasId = ids?.validity === undefined || ((ids.validity[row >> 3] ?? 0) & bit) !== 0;
    const hasLabel =
      column.validity === undefined || ((column.validity[row >> 3] ?? 0) & bit) !== 0;
    if (hasId && hasLabel && shown[ids?.codes?.[row] ?? -1] === true) {
      validity[row >> 3] = (validity[row >> 3] ?? 0) | bit;
    }
  }
  // Taking all rows drops the hidden labels from the dictionary too.
  return takeColumn({ ...column, validity }, allRows(rows));
};

const idsOf = (name: string): string => (name === "owner" ? "ownerId" : `${name}.id`);

/** The dataset as an actor may see it, of whole rows: what he may not read is not in it in any form. */
const narrow = (resident: Resident, sight: Sight): Dataset => {
  const { dataset, definition, referred, owners } = resident;
  const columns = new Map<string, Column>();
  for (const { name, field, labels } of sourceColumns(definition)) {
    const column = dataset.columns.get(name);
    if (column === undefined || (field !== undefined && !sight.fields.has(field))) continue;
    const right = labels === undefined ? "all" : (sight.labels.get(labels) ?? "none");
    if (right === "none") continue;
    if (right === "all") columns.set(name, column);
    else {
      const known = referred.get(labels ?? "");
      const visible = (id: string): boolean => known?.get(id)?.owner === right.owner;
      columns.set(name, maskLabels(column, dataset.columns.get(idsOf(name)), visible));
    }
  }
  const shown = { ...dataset, columns };
  if (sight.rows === "all") return shown;
  const { owner } = sight.rows;
  const rows = owners.flatMap((one, row) => (one === owner ? [row] : []));
  return takeRows(shown, Uint32Array.from(rows));
};

interface Entry {
  readonly version: string;
  readonly resident: Promise<Resident>;
  /** Narrowed datasets by sight. */
  readonly sights: Map<string, Dataset>;
  bytes: number;
}

const sizeOf = ({ codes, values, validity }: Column): number =>
  [codes, values, validity].reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);

/** Bytes that a view takes besides the columns it shares with the whole. */
const ownBytes = (view: Dataset, whole: Dataset): number => {
  let bytes = 0;
  for (const [name, column] of view.columns) {
    if (whole.columns.get(name) !== column) bytes += sizeOf(column);
  }
  return bytes;
};

/** How many actors' views of one state are kept, as far as the budget reaches; the oldest goes first. */
const mostSights = 64;

export interface ResidentOptions {
  readonly ports: () => Ports;
  /** About how many bytes of columns are kept; 256 MiB unless given. */
  readonly budget?: number;
  /**
   * What a state of the data is called to callers; the same for the same text. Its own name counts the changes of the
   * whole company, which is more than one reader may know.
   */
  readonly nameState?: (state: string) => Promise<string>;
}

/**
 * Datasets of whole objects in memory, built again when their data changed, the least recently used dropped first. The
 * version is that of the object together with every object whose labels it shows.
 */
export const residentDatasets = ({
  ports,
  budget = 256 * 2 ** 20,
  nameState = (state) => Promise.resolve(state),
}: ResidentOptions): Datasets => {
  const entries = new Map<string, Entry>();
  const missing = err(fault("kernel/not-found", "There is no such object."));

  const evict = (): void => {
    let held = 0;
    for (const { bytes } of entries.values()) held += bytes;
    for (const [key, { bytes }] of entries) {
      if (held <= budget || entries.size === 1) break;
      entries.delete(key);
      held -= bytes;
    }
  };

  // A failed load is tried again; whoever waits for it is told.
  const settle = async (key: string, entry: Entry): Promise<void> => {
    try {
      const { bytes } = await entry.resident;
      entry.bytes += bytes;
      evict();
    } catch {
      if (entries.get(key) === entry) entries.delete(key);
    }
  };

  const entryOf = (
    company: CompanyId,
    definition: ObjectDefinition,
    version: string,
    load: () => Promise<Resident>,
  ): Entry => {
    const key = `${company}\n${definition.name}`;
    const known = entries.get(key);
    if (known?.version === version) {
      entries.delete(key);
      entries.set(key, known);
      return known;
    }
    const entry: Entry = { version, resident: load(), sights: new Map(), bytes: 0 };
    entries.delete(key);
    entries.set(key, entry);
    void settle(key, entry);
    return entry;
  };

  return {
    open: async (context, object) => {
      const { scope, model, principal, company } = context;
      const given = ports();
      const source = given.source(object);
      const rows = scopeOf(model, principal, object, "read");
      if (source === null || rows === "none" || !can(model, principal, "read", { object }).allow) {
        return missing;
      }
      const definition = await source.definition(scope);
      if (definition === null) return missing;
      const labelled = [
        ...new Set(sourceColumns(definition).flatMap(({ labels }) => labels ?? [])),
      ].toSorted();
      const [own, ...others] = await Promise.all([
        source.version(scope),
        ...labelled.map(async (name) => {
          const other = given.source(name);
          return {
            name,
            definition: (await other?.definition(scope)) ?? null,
            version: name === object ? "" : ((await other?.version(scope)) ?? ""),
          };
        }),
      ]);
      const version = [own, ...others.map((other) => other.version)].join(".");
      const entry = entryOf(company, definition, version, async () => {
        const name = await nameState(`${company}\n${object}\n${version}`);
        return await loadResident(given, scope, source, definition, name);
      });
      const sight: Sight = {
        rows,
        fields: readableFields(model, principal, object),
        labels: new Map(others.map((other) => [other.name, labelRight(context, other.definition)])),
      };
      const key = JSON.stringify([sight.rows, [...sight.fields], [...sight.labels]]);
      const resident = await entry.resident;
      let dataset = entry.sights.get(key);
      if (dataset === undefined) {
        dataset = narrow(resident, sight);
        entry.sights.set(key, dataset);
        entry.bytes += ownBytes(dataset, resident.dataset);
        for (const [oldest, view] of entry.sights) {
          const fits = entry.sights.size <= mostSights && entry.bytes <= budget;
          if (fits || entry.sights.size === 1) break;
          entry.sights.delete(oldest);
          entry.bytes -= ownBytes(view, resident.dataset);
        }
        evict();
      }
      return ok({ definition, dataset });
    },
  };
};
