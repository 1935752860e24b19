import { can } from "@ennead/core/access";
import { err, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";
import { recordLabel, type Catalogue, type ObjectDefinition } from "@ennead/core/record";
import * as v from "valibot";

import { defineRoute, type RequestContext, type Route } from "../../kernel/index.ts";
import { levelsOf, readable, recordJson } from "../answer.ts";
import { missing } from "../plan.ts";
import { recordSchema } from "../schemas.ts";
import { searchObject } from "./find.ts";
import { longestQuestion, questionOf } from "./question.ts";

/** What is sought, as a query parameter. */
export const soughtText = v.pipe(
  v.string(),
  v.maxLength(longestQuestion, `At most ${longestQuestion} characters.`),
);

const query = v.strictObject({
  q: soughtText,
  objects: v.optional(v.pipe(v.string(), v.maxLength(2000))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,2}$/, "A limit is a whole number from 1 to 50."),
      v.transform(Number),
      v.minValue(1, "A limit is a whole number from 1 to 50."),
      v.maxValue(50, "A limit is a whole number from 1 to 50."),
    ),
  ),
});

const response = v.strictObject({
  groups: v.array(
    v.strictObject({
      object: v.string(),
      label: v.string(),
      items: v.array(
        v.strictObject({ label: v.string(), fields: v.array(v.string()), record: recordSchema }),
      ),
      more: v.boolean(),
    }),
  ),
});

/** The objects that are searched: those named, or all that the actor may read. */
const searched = (
  { model, principal }: RequestContext,
  objects: Catalogue,
  named: string | undefined,
): Result<readonly ObjectDefinition[], Fault> => {
  const mayRead = (object: string): boolean => can(model, principal, "read", { object }).allow;
  if (named === undefined) {
    return ok([...objects.values()].filter(({ name }) => mayRead(name)));
  }
  const chosen: ObjectDefinition[] = [];
  for (const name of new Set(named.split(","))) {
    const definition = objects.get(name);
    if (definition === undefined || !mayRead(name)) return err({ ...missing(), path: ["objects"] });
    chosen.push(definition);
  }
  return ok(chosen);
};

/** The route that searches all objects at once. */
export const searchRoute = (objects: Catalogue): Route =>
  defineRoute({
    id: "record.search",
    method: "GET",
    path: "/api/search",
    summary: "Records of all objects in which words occur, the best of each object first",
    permission: "signed-in",
    scope: null,
    query,
    response,
    faults: ["kernel/not-found"],
    limits: "json",
    since: "2026-01-01",
    handler: async (context, { query: { q, objects: named, limit = 5 } }) => {
      const chosen = searched(context, objects, named);
      if (!chosen.ok) return chosen;
      const question = questionOf(q);
      const none = { status: 200, body: { groups: [] } };
      if (question.length === 0) return ok(none);
      const searches = await Promise.all(
        chosen.value.map((definition) => searchObject(context, definition, question, limit)),
      );
      const statements = searches.flatMap((one) => one.statements);
      if (statements.length === 0) return ok(none);
      const answers = [...(await context.scope.read(...statements))];
      const groups: { readonly best: number; readonly group: Json }[] = [];
      for (const { definition, statements: own, found } of searches) {
        // One object after the other: together they can be more than should be held at a time.
        const all = await found(answers.splice(0, own.length).flatMap(({ rows }) => rows));
        if (all.length === 0) continue;
        const fields = readable(context, definition.name);
        const levels = levelsOf(context, definition.name);
        const items = all.slice(0, limit).map(({ record, fields: at }): Json => ({
          label: fields.has(definition.nameField) ? recordLabel(definition, record.data) : "",
          fields: at,
          record: recordJson(definition, record, levels),
        }));
        const { name, labelPlural } = definition;
        const best = all[0]?.rank ?? 4;
        const more = all.length > limit;
        groups.push({ best, group: { object: name, label: labelPlural, items, more } });
      }
      const inOrder = groups.toSorted((a, b) => a.best - b.best).map(({ group }) => group);
      return ok({ status: 200, body: { groups: inOrder } });
    },
  });
