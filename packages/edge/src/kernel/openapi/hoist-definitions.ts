import { isObject, type Json, type JsonObject } from "@ennead/core/kernel";

const local = "#/$defs/";

/**
 * A document whose schemas have definitions of their own (a schema that holds itself cannot do without), with those
 * moved to the components, where references within a document look for them. Equal definitions are one.
 */
export const hoistDefinitions = (
  document: Readonly<Record<string, Json>>,
): { readonly value: JsonObject; readonly schemas: JsonObject } => {
  const names = new Map<string, string>();
  const schemas: Record<string, Json> = {};

  const moved = (value: Json, known: Readonly<Record<string, string>>): Json => {
    if (Array.isArray(value)) return value.map((one: Json) => moved(one, known));
    if (!isObject(value)) return value;
    const { $defs, ...rest } = value as Readonly<Record<string, Json>>;
    const here = isObject($defs) ? { ...known, ...named($defs as JsonObject) } : known;
    return Object.fromEntries(
      Object.entries(rest).map(([key, one]) => {
        if (key !== "$ref" || typeof one !== "string" || !one.startsWith(local)) {
          return [key, moved(one, here)];
        }
        return [key, `#/components/schemas/${here[one.slice(local.length)] ?? ""}`];
      }),
    );
  };

  /** The names that the definitions have among the components. */
  const named = (definitions: JsonObject): Readonly<Record<string, string>> => {
    const text = JSON.stringify(definitions);
    const own = Object.fromEntries(
      Object.keys(definitions).map((key) => {
        const id = `${key}\n${text}`;
        const name = names.get(id) ?? `Nested${names.size}`;
        names.set(id, name);
        return [key, name];
      }),
    );
    for (const [key, name] of Object.entries(own)) {
      if (name in schemas) continue;
      schemas[name] = {};
      schemas[name] = moved(definitions[key] ?? {}, own);
    }
    return own;
  };

  return { value: moved(document, {}) as JsonObject, schemas };
};
