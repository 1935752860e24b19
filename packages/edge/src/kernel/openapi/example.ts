import { isObject, type Json, type JsonObject } from "@ennead/core/kernel";

const uuid = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";

const textOf = ({ pattern }: JsonObject): Json =>
  typeof pattern === "string" && new RegExp(pattern).test(uuid) ? uuid : "text";

/** Members that must be there; what may be left out is there where its schema has an example. */
const membersOf = ({ properties, required }: JsonObject): JsonObject => {
  const needed = Array.isArray(required) ? required : [];
  return Object.fromEntries(
    Object.entries(isObject(properties) ? properties : {}).flatMap(([name, one]) =>
      isObject(one) && (needed.includes(name) || "examples" in one)
        ? [[name, exampleOf(one as JsonObject)]]
        : [],
    ),
  );
};

/** A value of a JSON schema: its first example, or one put together from those of its parts. */
export const exampleOf = (schema: JsonObject): Json => {
  const { examples, const: only, enum: choices, anyOf, oneOf, items } = schema;
  if (Array.isArray(examples) && examples[0] !== undefined) return examples[0];
  if (only !== undefined) return only;
  if (Array.isArray(choices)) return choices[0] ?? null;
  const several = anyOf ?? oneOf;
  if (Array.isArray(several)) return exampleOf((several[0] ?? {}) as JsonObject);
  switch (schema["type"]) {
    case "string":
      return textOf(schema);
    case "number":
    case "integer":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 1;
    case "boolean":
      return true;
    case "array":
      return [exampleOf((items ?? {}) as JsonObject)];
    case "object":
      return membersOf(schema);
    default:
      return null;
  }
};
