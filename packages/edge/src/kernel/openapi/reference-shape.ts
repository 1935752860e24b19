import { isObject, type Json, type JsonObject } from "@ennead/core/kernel";

import { html, type Html } from "../http/html.ts";

const schemaAt = (value: Json | undefined): JsonObject | null =>
  isObject(value) ? (value as JsonObject) : null;

const listOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value)
    ? (value as readonly Json[]).flatMap((one) => {
        const schema = schemaAt(one);
        return schema === null ? [] : [schema];
      })
    : [];

const alternatives = (schema: JsonObject): readonly JsonObject[] =>
  listOf(schema["anyOf"] ?? schema["oneOf"]);

/** The type in one phrase: `text or null`, `list of object`. */
const phrase = (schema: JsonObject): string => {
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  const choices = schema["enum"];
  if (Array.isArray(choices)) return choices.map((one) => JSON.stringify(one)).join(" or ");
  const several = alternatives(schema);
  if (several.length > 0) return [...new Set(several.map(phrase))].join(" or ");
  if (schema["type"] === "array") {
    const items = schemaAt(schema["items"]);
    return items === null ? "list" : `list of ${phrase(items)}`;
  }
  const { title, type } = schema;
  if (typeof title === "string") return title;
  return typeof type === "string" ? type : "any JSON";
};

const limits: readonly (readonly [string, string])[] = [
  ["minLength", "# or more characters"],
  ["maxLength", "# characters or fewer"],
  ["minimum", "at least #"],
  ["maximum", "at most #"],
  ["minItems", "at least # of them"],
  ["maxItems", "at most # of them"],
  ["pattern", "pattern #"],
  ["default", "# unless given"],
];

/** What is said of a value besides its type. */
const rules = (schema: JsonObject): string =>
  limits
    .flatMap(([name, text]) => {
      const value = schema[name];
      if (value === undefined) return [];
      const told = typeof value === "string" ? value : JSON.stringify(value);
      return [text.replace("#", () => told)];
    })
    .join(", ");

/** One phrase for a schema: its type and its rules. */
export const typeLine = (schema: JsonObject): Html => {
  const told = rules(schema);
  return html`<span class="type">${phrase(schema)}</span>${
      told === "" ? "" : html` <span class="rules">${told}</span>`
    }`;
};

/** The members of a schema; those of a list's items and of alternatives stand for it. */
const membersOf = (schema: JsonObject): readonly Html[] => {
  const items = schemaAt(schema["items"]);
  if (items !== null) return membersOf(items);
  const several = alternatives(schema);
  if (several.length > 0) return several.flatMap(membersOf);
  const required = schema["required"];
  const needed = (name: string): boolean => Array.isArray(required) && required.includes(name);
  const named = Object.entries(schemaAt(schema["properties"]) ?? {}).flatMap(([name, one]) => {
    const inner = schemaAt(one);
    return inner === null ? [] : [member(html`<code>${name}</code>`, inner, needed(name))];
  });
  const rest = schemaAt(schema["additionalProperties"]);
  return rest === null || Object.keys(rest).length === 0
    ? named
    : [...named, member(html`<i>each name</i>`, rest, true)];
};

const member = (name: Html, schema: JsonObject, required: boolean): Html => {
  const line = html`${name}
  ${typeLine(schema)}${required ? "" : html` <span class="optional">optional</span>`}`;
  const inner = membersOf(schema);
  return inner.length === 0
    ? html`<li>${line}</li>`
    : html`<li>
        <details>
          <summary>${line}</summary>
          <ul>
            ${inner}
          </ul>
        </details>
      </li>`;
};

/** A schema as a tree: members as list entries, those with members of their own to be opened. */
export const shapeOf = (schema: JsonObject): Html => {
  const members = membersOf(schema);
  return html`<p>${typeLine(schema)}</p>
    ${
      members.length === 0
        ? ""
        : html`<ul class="shape">
            ${members}
          </ul>`
    }`;
};
