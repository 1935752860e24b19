import { permits, readableFields } from "@ennead/core/access";
import type { Json } from "@ennead/core/kernel";
import { pivotColumns, systemFields, type ObjectDefinition } from "@ennead/core/record";

import type { RequestContext } from "../kernel/index.ts";

/** What every record has, as a report names it. */
const ofEvery: readonly Json[] = systemFields.flatMap(({ name, label, type }): Json[] =>
  name === "ownerId"
    ? [
        { name: "owner", label: "Owner", type: "text", part: "value", object: "user" },
        { name, label, type: "text", part: "id" },
      ]
    : [{ name, label, type: type === "instant" ? "timestamp" : "text", part: "value" }],
);

const fieldsOf = (context: RequestContext, definition: ObjectDefinition): readonly Json[] => {
  const readable = readableFields(context.model, context.principal, definition.name);
  const referred = new Map(definition.fields.map(({ name, object }) => [name, object]));
  return pivotColumns(definition)
    .filter(({ field }) => readable.has(field))
    .map(({ name, label, type, scale, part, field }) => {
      const object = part === "value" ? referred.get(field) : undefined;
      return {
        name,
        label,
        type,
        part,
        ...(scale === undefined ? {} : { scale }),
        ...(object === undefined ? {} : { object }),
      };
    });
};

/** The objects that the actor may report on, by name, each with the fields that he may read. */
export const fieldCatalogue = async (
  context: RequestContext,
  only: string | undefined,
): Promise<readonly Json[]> => {
  const { model, principal, scope, services } = context;
  const names = [...model.objects.keys()].filter(
    (object) =>
      (only === undefined || only === object) &&
      permits(model, principal, { object, action: "read" }).allow,
  );
  const found = await Promise.all(
    names.toSorted().map((name) => services.ports.source(name)?.definition(scope) ?? null),
  );
  return found
    .filter((one) => one !== null)
    .map((definition) => ({
      object: definition.name,
      label: definition.label,
      labelPlural: definition.labelPlural,
      fields: [...ofEvery, ...fieldsOf(context, definition)],
    }));
};
