import { searchableFields, type ObjectDefinition, type RecordData } from "@ennead/core/record";

import { sha256, type StoredRecord } from "../../kernel/index.ts";
import { wordsOf } from "./words.ts";

/** Columns of the full-text index that hold words of fields: `f0` and so on. */
export const columnCount = 32;

/** Which field each column of an object holds; `externalId` is one, seen by whoever sees the record. */
export const placesOf = (definition: ObjectDefinition): readonly string[] => [
  ...searchableFields(definition).map(({ name }) => name),
  "externalId",
];

/** How words are made; a new number makes every index anew. */
const manner = 2;

/** Characters of a code. */
export const codeLength = 12;

/**
 * What stands before every word of an object of a company: words of others are other words to the index, so that
 * neither their number nor their records matter. It is of the fields too: what was indexed when a column held another
 * field is not found.
 */
export const codeOf = async (company: string, definition: ObjectDefinition): Promise<string> => {
  const hash = await sha256(
    JSON.stringify([manner, company, definition.name, placesOf(definition)]),
  );
  return hash.slice(0, codeLength);
};

/** A number out of the fields of all objects, which tells whether the index must be made anew. */
export const fingerprint = (definitions: Iterable<ObjectDefinition>): string => {
  let hash = 0x811c9dc5;
  const all = JSON.stringify([manner, Array.from(definitions, (one) => [one.name, placesOf(one)])]);
  for (const letter of all) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
};

const tags = /<[^>]*>/g;

/** What is searched of a field. */
export const textOf = (
  definition: ObjectDefinition,
  name: string,
  { externalId, data }: Pick<StoredRecord, "externalId" | "data">,
): string => {
  if (name === "externalId") return externalId ?? "";
  const value = (data as RecordData)[name];
  if (typeof value !== "string") return "";
  switch (definition.fields.find((field) => field.name === name)?.type) {
    case "richText":
      return value.replaceAll(tags, " ");
    case "phone":
      // Also as people type it, without spaces.
      return `${value} ${value.replaceAll(/\D/g, "")}`;
    default:
      return value;
  }
};

/** The words of each column. */
export const wordsOfRecord = (
  definition: ObjectDefinition,
  record: Pick<StoredRecord, "externalId" | "data">,
): readonly (readonly string[])[] =>
  placesOf(definition).map((name) => wordsOf(textOf(definition, name, record)));
