import {
  err,
  isObject,
  ok,
  type Fault,
  type Json,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";
import type { Catalogue, ObjectDefinition } from "@ennead/core/record";
import type * as v from "valibot";

import {
  sha256,
  validate,
  type Answer,
  type Command,
  type RequestContext,
  type StoredRecord,
} from "../kernel/index.ts";
import { uniqueValue } from "./columns.ts";
import { wantedOf, type RecordInput } from "./commands.ts";
import { noteRefused } from "./denials.ts";
import type { Line } from "./lines.ts";
import { checkOwners, loadFacts, newReferences } from "./load.ts";
import {
  auditLabels,
  eventOf,
  planCreate,
  planUpdate,
  uniqueKey,
  type PlanFacts,
  type Wanted,
} from "./plan.ts";
import { readShares, sharesHold } from "./reach.ts";
import { referencesHold } from "./references.ts";
import { bulkLine } from "./schemas.ts";
import { sealSecrets } from "./secrets.ts";
import { partStatements, readByExternalIds, rootStatements } from "./store.ts";

/** What became of one line. */
export interface Outcome {
  readonly line: number;
  readonly status: "created" | "updated" | "unchanged" | "refused";
  readonly id?: string;
  readonly version?: number;
  readonly fault?: Fault;
}

interface Row {
  readonly line: number;
  readonly externalId: string;
  readonly input: RecordInput;
}

const refusedLine = (line: number, one: Fault): Outcome => ({
  line,
  status: "refused",
  fault: one,
});

const parseLine = (one: Line): Row | Outcome => {
  if (one.fault !== undefined) return refusedLine(one.line, one.fault);
  const parsed = validate(bulkLine, one.value);
  if (!parsed.ok) return refusedLine(one.line, parsed.error[0] as Fault);
  const input = parsed.value as v.InferOutput<typeof bulkLine>;
  return { line: one.line, externalId: input.externalId, input };
};

interface Planned {
  readonly row: Row;
  readonly id: string;
  readonly wanted: Wanted;
}

interface Slice {
  readonly rows: readonly Planned[];
  readonly refused: readonly Outcome[];
  readonly existing: ReadonlyMap<string, StoredRecord>;
  readonly facts: PlanFacts;
}

const loadSlice = async (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  lines: readonly Line[],
  newId: () => string,
): Promise<Slice> => {
  const refused: Outcome[] = [];
  const rows: Row[] = [];
  for (const line of lines) {
    const read = parseLine(line);
    if ("status" in read) refused.push(read);
    else rows.push(read);
  }
  const { scope } = context;
  const found = await readByExternalIds(
    scope,
    definition.name,
    rows.map(({ externalId }) => externalId),
  );
  const existing = new Map(found.map((record) => [record.externalId ?? "", record]));
  const owners = await checkOwners(
    context,
    rows.map(({ input }) => input.ownerId),
  );
  // The second row of an external id changes what the first one made.
  const ids = new Map([...existing].map(([externalId, { id }]) => [externalId, id]));
  const planned: Planned[] = [];
  for (const row of rows) {
    const owner = owners.get(row.input.ownerId ?? "");
    const wanted =
      owner === undefined
        ? wantedOf(definition, row.input, ids.has(row.externalId) ? "update" : "create")
        : err([owner]);
    if (wanted.ok) {
      const id = ids.get(row.externalId) ?? newId();
      ids.set(row.externalId, id);
      const fields = await sealSecrets(context, definition, id, wanted.value.fields);
      planned.push({ row, id, wanted: { ...wanted.value, fields } });
    } else {
      refused.push(refusedLine(row.line, wanted.error[0] as Fault));
    }
  }
  const shares = await readShares(
    context,
    "update",
    definition.name,
    found.map(({ id }) => id),
  );
  const facts = await loadFacts(
    context,
    objects,
    definition,
    planned.map(({ wanted }) => ({ fields: wanted.fields })),
    [...existing.values()].map(({ data }) => data),
    shares,
  );
  return { rows: planned, refused, existing, facts };
};

interface Working {
  readonly origin: StoredRecord | null;
  current: StoredRecord | null;
  readonly lines: { readonly line: number; readonly changed: boolean; readonly created: boolean }[];
}

const sameRecord = (a: StoredRecord, b: StoredRecord): boolean =>
  a.ownerId === b.ownerId && JSON.stringify(a.data) === JSON.stringify(b.data);

const decideSlice = (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  { rows, refused, existing, facts: loaded }: Slice,
): ReturnType<Command<Slice>["decide"]> => {
  const unique = new Map(loaded.unique);
  const facts: PlanFacts = { ...loaded, unique };
  const outcomes: Outcome[] = [...refused];
  const working = new Map<string, Working>();
  const uniques = definition.fields.filter((field) => field.unique === true);
  for (const { row, id, wanted } of rows) {
    const origin = existing.get(row.externalId) ?? null;
    const work = working.get(row.externalId) ?? { origin, current: origin, lines: [] };
    const { current } = work;
    // Rows of one external id become one write, whose version follows the one that is stored.
    const plan =
      current === null
        ? planCreate(facts, id, { ...wanted, externalId: row.externalId })
        : planUpdate(facts, { ...current, version: origin?.version ?? 0 }, wanted);
    if (!plan.ok) {
      outcomes.push(refusedLine(row.line, plan.error[0] as Fault));
      continue;
    }
    const after = plan.value.after as StoredRecord;
    const changed = current === null || !sameRecord(current, after);
    work.lines.push({ line: row.line, changed, created: current === null });
    work.current = after;
    working.set(row.externalId, work);
    for (const { name } of uniques) {
      const value = after.data[name];
      if (value != null) unique.set(uniqueKey(name, uniqueValue(value)), after.id);
    }
  }
  const labels = auditLabels(facts);
  const writes = [];
  const events = [];
  for (const { origin, current, lines } of working.values()) {
    if (current === null) continue;
    const event = eventOf(facts, { before: origin, after: current }, labels);
    if (event !== null) {
      events.push(event);
      writes.push({ before: origin, after: current });
    }
    for (const { line, changed, created } of lines) {
      outcomes.push({
        line,
        status: event === null || !changed ? "unchanged" : created ? "created" : "updated",
        id: current.id,
        version: event === null ? (origin?.version ?? current.version) : current.version,
      });
    }
  }
  outcomes.sort((a, b) => a.line - b.line);
  const references = newReferences(definition, objects, writes);
  return ok({
    events,
    parts: partStatements(context.company, definition, writes),
    roots: rootStatements(context.company, definition.name, writes),
    guards: [
      ...(references.length === 0 ? [] : [referencesHold(context, references)]),
      ...sharesHold(
        context,
        "update",
        definition.name,
        writes.flatMap(({ before }) => before ?? []),
        facts.shares,
      ),
    ],
    answer: { status: 200, body: outcomes as unknown as Json },
  });
};

/** The outcomes of one slice, in one atomic batch under a key of its own; of a repeated slice, what it answered. */
export const runSlice = async (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  lines: readonly Line[],
  newId: () => string,
): Promise<readonly JsonObject[]> => {
  const first = lines[0]?.line ?? 0;
  const key = {
    key: `${context.idempotency?.key ?? ""}#${definition.name}#${first}`,
    hash: await sha256(
      context.idempotency?.hash ?? "",
      lines.map((one) => `${one.line}:${one.bytes}:${one.text}`).join("\n"),
    ),
  };
  const refuseAll = (faults: Fault | readonly Fault[]): readonly JsonObject[] => {
    const one = (Array.isArray(faults) ? faults[0] : faults) as Fault;
    return lines.map(({ line }) => refusedLine(line, one) as unknown as JsonObject);
  };
  const command: Command<Slice> = {
    load: async () => ok(await loadSlice(context, objects, definition, lines, newId)),
    decide: (slice) => decideSlice(context, objects, definition, slice),
  };
  const before = await context.services.uow.answered(context, key);
  const answer: Result<Answer, Fault | readonly Fault[]> =
    before ?? (await context.services.uow.run(context, command, key));
  if (!answer.ok) return refuseAll(answer.error);
  const { body } = answer.value;
  const outcomes = Array.isArray(body) ? (body as readonly JsonObject[]).filter(isObject) : [];
  if (before === null) {
    const refused = (outcomes as unknown as readonly Outcome[]).flatMap(
      ({ fault: one }) => one ?? [],
    );
    await noteRefused(context, definition.name, null, refused);
  }
  return outcomes;
};
