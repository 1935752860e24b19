import { can, readableFields } from "@ennead/core/access";
import { err, fault, ok, type CompanyId } from "@ennead/core/kernel";
import type { Column, Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { Datasets } from "../context.ts";
import type { Ports } from "../ports.ts";
import { reachOf } from "./reach.ts";
import { labelledBy, loadResident, refreshResident, stateOf, type Resident } from "./resident.ts";
import { labelRight, narrow, sightKey, type Sight } from "./sight.ts";

/** A resident under the name of its state, with the views that actors have of it. */
interface State {
  readonly resident: Resident;
  /** Narrowed datasets by sight. */
  readonly sights: Map<string, Dataset>;
  bytes: number;
}

interface Entry {
  readonly definition: ObjectDefinition;
  /** The newest state, or the one that is being read. */
  state: Promise<State>;
  /** Bytes and rows of the newest state that was read. */
  bytes: number;
  rows?: number;
}

// Most columns of a state are those of the state before.
const sizes = new WeakMap<Column, number>();

const sizeOf = (column: Column): number => {
  const known = sizes.get(column);
  if (known !== undefined) return known;
  const { codes, values, validity, dict = [] } = column;
  let size = 0;
  for (const array of [codes, values, validity]) size += array?.byteLength ?? 0;
  for (const member of dict) size += 24 + 2 * String(member).length;
  sizes.set(column, size);
  return size;
};

const bytesOf = ({ dataset, labels }: Resident): number => {
  let bytes = 0;
  for (const column of dataset.columns.values()) bytes += sizeOf(column);
  for (const { byId } of labels.values()) bytes += byId.size * 100;
  return bytes;
};

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
 * Datasets of whole objects in memory, brought up to date with what changed before each use, the least recently used
 * dropped first. The version is that of the object together with every object whose labels it shows.
 */
export const residentDatasets = ({
  ports,
  budget = 256 * 2 ** 20,
  nameState = (state) => Promise.resolve(state),
}: ResidentOptions): Datasets => {
  const entries = new Map<string, Entry>();
  const missing = err(fault("kernel/not-found", "There is no such object."));

  const heldBytes = (): number => {
    let held = 0;
    for (const { bytes } of entries.values()) held += bytes;
    return held;
  };

  const evict = (): void => {
    let held = heldBytes();
    for (const [key, { bytes }] of entries) {
      if (held <= budget || entries.size === 1) break;
      entries.delete(key);
      held -= bytes;
    }
  };

  const stateNamed = async (
    company: CompanyId,
    definitions: readonly (ObjectDefinition | null)[],
    loaded: Resident,
    entry: () => Entry | undefined,
  ): Promise<State> => {
    const { dataset } = loaded;
    // The same data is shown otherwise once a deployment defines its fields otherwise.
    const version = await nameState(JSON.stringify([company, stateOf(loaded), definitions]));
    const resident = { ...loaded, dataset: { ...dataset, version } };
    const bytes = bytesOf(resident);
    const of = entry();
    if (of !== undefined) Object.assign(of, { bytes, rows: dataset.rows });
    return { resident, sights: new Map(), bytes };
  };

  /** A state that is at least as new as `asked`, the state that the database was in a moment ago. */
  const stateAsked = async (
    key: string,
    definition: ObjectDefinition,
    asked: string,
    load: () => Promise<Resident>,
    refresh: (before: Resident) => Promise<Resident>,
    name: (resident: Resident, entry: () => Entry | undefined) => Promise<State>,
  ): Promise<State> => {
    let entry = entries.get(key);
    entries.delete(key);
    if (entry?.definition !== definition) {
      const made: Entry = {
        definition,
        bytes: 0,
        state: load().then((resident) => name(resident, () => made)),
      };
      // A failed load is tried again; whoever waits for it is told.
      made.state.catch(() => {
        if (entries.get(key) === made) entries.delete(key);
      });
      entry = made;
    }
    entries.set(key, entry);
    const held = entry;
    for (let turn = 0; ; turn += 1) {
      const pending = held.state;
      const state = await pending;
      // The second one that somebody else began after we came has been read after we asked.
      if (stateOf(state.resident) === asked || turn === 2) return state;
      if (held.state !== pending) continue;
      held.state = refresh(state.resident).then(
        async (resident) =>
          stateOf(resident) === stateOf(state.resident) ? state : await name(resident, () => held),
        (error: unknown) => {
          held.state = pending;
          throw error;
        },
      );
      return await held.state;
    }
  };

  return {
    bytes: heldBytes,
    rows: (company, object) => entries.get(`${company}\n${object}`)?.rows,
    open: async (context, object) => {
      const { scope, model, principal, company } = context;
      const given = ports();
      const source = given.source(object);
      const rows = await reachOf(context, object);
      if (source === null || rows === "none" || !can(model, principal, "read", { object }).allow) {
        return missing;
      }
      const definition = await source.definition(scope);
      if (definition === null) return missing;
      const [own, ...others] = await Promise.all([
        source.version(scope),
        ...labelledBy(definition).map(async (name) => {
          const other = given.source(name);
          const labelled = (await other?.definition(scope)) ?? null;
          const version = labelled === null ? "" : ((await other?.version(scope)) ?? "");
          return { name, definition: labelled, version };
        }),
      ]);
      const definitions = [definition, ...others.map((other) => other.definition)];
      const state = await stateAsked(
        `${company}\n${object}`,
        definition,
        [own, ...others.map((other) => other.version)].join("."),
        () => loadResident(given, scope, source, definition),
        (before) => refreshResident(given, scope, source, before),
        (resident, entry) => stateNamed(company, definitions, resident, entry),
      );
      const labels = await Promise.all(
        others.map(
          async (other) => [other.name, await labelRight(context, other.definition)] as const,
        ),
      );
      const sight: Sight = {
        rows,
        fields: readableFields(model, principal, object),
        labels: new Map(labels),
      };
      const { resident, sights } = state;
      const key = sightKey(sight);
      const entry = entries.get(`${company}\n${object}`);
      let dataset = sights.get(key);
      if (dataset === undefined) {
        dataset = narrow(resident, sight);
        sights.set(key, dataset);
        state.bytes += ownBytes(dataset, resident.dataset);
        for (const [oldest, view] of sights) {
          const fits = sights.size <= mostSights && state.bytes <= budget;
          if (fits || sights.size === 1) break;
          sights.delete(oldest);
          state.bytes -= ownBytes(view, resident.dataset);
        }
        if (entry !== undefined) entry.bytes = state.bytes;
      }
      evict();
      return ok({ definition, dataset, sight: key });
    },
  };
};
