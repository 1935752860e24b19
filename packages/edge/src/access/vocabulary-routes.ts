import { actions, type ObjectRight } from "@ennead/core/access";
import { ok } from "@ennead/core/kernel";
import * as v from "valibot";

import {
  defineRoute,
  type AccessObject,
  type RequestContext,
  type Route,
} from "../kernel/index.ts";
import type { States } from "./directory.ts";
import { manage, since, stateOf } from "./handling.ts";

const rights: readonly ObjectRight[] = [...actions, "viewAll", "modifyAll", "assign", "transfer"];

const vocabularyAnswer = v.pipe(
  v.strictObject({
    objects: v.array(
      v.strictObject({
        name: v.string(),
        label: v.string(),
        fields: v.array(v.strictObject({ name: v.string(), label: v.string() })),
      }),
    ),
    rights: v.array(v.string()),
    system: v.array(v.string()),
  }),
  v.title("VocabularyAnswer"),
);

/** Labels of fields by object: of records from their definitions, of the others from their rooms. */
const fieldLabels = async (
  { scope, services }: RequestContext,
  others: readonly AccessObject[],
): Promise<ReadonlyMap<string, Pick<AccessObject, "label" | "fields">>> => {
  const definitions = await services.ports.records.objects(scope);
  return new Map([...others, ...definitions.values()].map((one) => [one.name, one] as const));
};

/** What permission sets of the company may speak of, whether or not whoever asks has any of it. */
export const vocabularyRoutes = (
  states: States,
  permissions: () => ReadonlySet<string>,
  others: () => readonly AccessObject[],
): readonly Route[] => [
  defineRoute({
    id: "access.vocabulary",
    method: "GET",
    path: "/api/access/vocabulary",
    summary: "Objects with their fields, rights and system permissions that sets may name",
    permission: manage,
    response: vocabularyAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const [{ objects }, known] = await Promise.all([
        stateOf(states, context),
        fieldLabels(context, others()),
      ]);
      return ok({
        status: 200,
        body: {
          objects: Object.entries(objects).map(([name, { fields }]) => {
            const labels = new Map(
              known.get(name)?.fields.map((field) => [field.name, field.label] as const),
            );
            return {
              name,
              label: known.get(name)?.label ?? name,
              fields: fields.map((field) => ({ name: field, label: labels.get(field) ?? field })),
            };
          }),
          rights,
          system: [...permissions()].toSorted(),
        },
      });
    },
  }),
];
