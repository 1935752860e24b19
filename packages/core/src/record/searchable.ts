import type { FieldDefinition, ObjectDefinition } from "./definition.ts";

const texts: ReadonlySet<FieldDefinition["type"]> = new Set([
  "text",
  "richText",
  "email",
  "phone",
  "url",
]);

/** How many fields of one object full-text search looks at. */
export const mostSearchable = 31;

/**
 * The fields that full-text search looks at: the one that names a record, those marked `searchable`, then other text
 * fields in the order of the definition, as far as there is room. Secrets never.
 */
export const searchableFields = ({
  nameField,
  fields,
}: ObjectDefinition): readonly FieldDefinition[] => {
  const may = fields.filter(({ type, searchable }) => texts.has(type) && searchable !== false);
  const rank = ({ name, searchable }: FieldDefinition): number =>
    name === nameField ? 0 : searchable === true ? 1 : 2;
  return may.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostSearchable);
};
