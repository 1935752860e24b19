import { err, ok, uuidv7, type Fault, type Result, type UserId } from "@ennead/core/kernel";
import {
  parseFields,
  type Catalogue,
  type ObjectDefinition,
  type RecordData,
} from "@ennead/core/record";

import {
  checkVersion,
  type Answer,
  type Command,
  type RequestContext,
  type ShareChange,
  type StoredRecord,
} from "../kernel/index.ts";
import { recordAnswer } from "./answer.ts";
import { checkOwners, loadFacts, newReferences } from "./load.ts";
import {
  actionFault,
  eventOf,
  missing,
  planCreate,
  planUpdate,
  type PlanFacts,
  type Wanted,
} from "./plan.ts";
import { readRecord, sharesHold } from "./reach.ts";
import { referencesHold } from "./references.ts";
import { sealSecrets } from "./secrets.ts";
import { partStatements, rootStatements, type RecordWrite } from "./store.ts";

/** What a caller sends of a record. */
export interface RecordInput {
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly ownerId?: string | null | undefined;
  readonly externalId?: string | null | undefined;
}

type Faults = readonly Fault[];

/** The caller's input, parsed. Faults carry paths into it. */
export const wantedOf = (
  definition: ObjectDefinition,
  input: RecordInput,
  mode: "create" | "update",
): Result<Wanted, Faults> => {
  const fields = parseFields(definition, input.fields ?? {}, mode);
  if (!fields.ok) return fields;
  return ok({
    fields: fields.value,
    ...(input.ownerId === undefined ? {} : { ownerId: input.ownerId as UserId | null }),
    ...(input.externalId === undefined ? {} : { externalId: input.externalId }),
  });
};

const decisionOf = (
  facts: PlanFacts,
  objects: Catalogue,
  write: RecordWrite,
  answer: Answer,
  unchanged: () => Answer,
): ReturnType<Command<unknown>["decide"]> => {
  const { context, definition } = facts;
  const event = eventOf(facts, write);
  if (event === null) return ok({ events: [], parts: [], roots: [], answer: unchanged() });
  const references = newReferences(definition, objects, [write]);
  const { before, after } = write;
  const shared =
    before === null
      ? []
      : sharesHold(
          context,
          after === null ? "delete" : "update",
          definition.name,
          [before],
          facts.shares,
        );
  return ok({
    events: [event],
    parts: partStatements(context.company, definition, [write]),
    roots: rootStatements(context.company, definition.name, [write]),
    guards: [...(references.length === 0 ? [] : [referencesHold(context, references)]), ...shared],
    answer,
  });
};

interface Made {
  readonly facts: PlanFacts;
  /** What is wanted, its secrets sealed. */
  readonly fields: RecordData;
}

/** Creates a record. */
export const createRecord = (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  wanted: Wanted,
): Command<Made> => {
  const id = uuidv7(context.now, context.random);
  return {
    load: async () => {
      const owners = await checkOwners(context, [wanted.ownerId]);
      if (owners.size > 0) return err([...owners.values()]);
      return ok({
        facts: await loadFacts(context, objects, definition, [wanted], []),
        fields: await sealSecrets(context, definition, id, wanted.fields),
      });
    },
    decide: ({ facts, fields }) => {
      const plan = planCreate(facts, id, { ...wanted, fields });
      if (!plan.ok) return plan;
      const { after } = plan.value;
      const answer = (): Answer =>
        recordAnswer(context, definition, after as StoredRecord, 201, {
          location: `${definition.name}/${id}`,
        });
      return decisionOf(facts, objects, plan.value, answer(), answer);
    },
  };
};

interface Present {
  readonly facts: PlanFacts;
  readonly before: StoredRecord;
}

/** A record that is deleted, and what ends its shares with it. */
interface Ending extends Present {
  readonly ending: ShareChange;
}

interface Changed extends Present, Made {}

/** Changes the fields, owner or external id of a record. An update that changes nothing writes nothing. */
export const updateRecord = (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  id: string,
  wanted: Wanted,
): Command<Changed> => ({
  load: async () => {
    const reached = await readRecord(context, "update", definition.name, id);
    if (reached === null) return err(missing());
    const { record: before, shares } = reached;
    const refused = actionFault(context, "update", definition.name, before, shares);
    if (refused !== null) return err(refused);
    const owners = await checkOwners(context, [wanted.ownerId]);
    if (owners.size > 0) return err([...owners.values()]);
    return ok({
      before,
      facts: await loadFacts(context, objects, definition, [wanted], [before.data], shares),
      fields: await sealSecrets(context, definition, id, wanted.fields),
    });
  },
  decide: ({ facts, before, fields }) => {
    const match = checkVersion(context, before.version);
    if (!match.ok) return match;
    const plan = planUpdate(facts, before, { ...wanted, fields });
    if (!plan.ok) return plan;
    return decisionOf(
      facts,
      objects,
      plan.value,
      recordAnswer(context, definition, plan.value.after as StoredRecord, 200),
      () => recordAnswer(context, definition, before, 200),
    );
  },
});

/** Deletes a record. Its last state stays in the log. */
export const deleteRecord = (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  id: string,
): Command<Ending> => ({
  load: async () => {
    const reached = await readRecord(context, "delete", definition.name, id);
    if (reached === null) return err(missing());
    const { record: before, shares } = reached;
    // Before anything else is read: the work must not tell that there is a record which he may not see.
    const refused = actionFault(context, "delete", definition.name, before, shares);
    if (refused !== null) return err(refused);
    const { sharing } = context.services.ports;
    return ok({
      before,
      facts: await loadFacts(context, objects, definition, [], [before.data], shares),
      ending: await sharing.drop(context.scope, definition.name, [id]),
    });
  },
  decide: ({ facts, before, ending }) => {
    const match = checkVersion(context, before.version);
    if (!match.ok) return match;
    const done: Answer = { status: 204 };
    const deleted = decisionOf(facts, objects, { before, after: null }, done, () => done);
    if (!deleted.ok) return deleted;
    const { events, roots, guards = [] } = deleted.value;
    return ok({
      ...deleted.value,
      events: [...events, ...ending.events],
      roots: [...roots, ...ending.roots],
      guards: [...guards, ...ending.guards],
    });
  },
});
