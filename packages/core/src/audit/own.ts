import type { Json, JsonObject } from "../kernel/index.ts";

/** An object under construction; keys are data and may be called anything, `__proto__` included. */
export type Draft = { [key: string]: Json };

/** Sets an own key; plain assignment would change the prototype for `__proto__`. */
export const put = (object: Draft, key: string, value: Json): void => {
  if (key === "__proto__") {
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  } else {
    object[key] = value;
  }
};

/** The own value of a key; undefined where there is none. */
export const take = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** A copy one level deep. Spread defines own keys, so `__proto__` stays an ordinary one. */
export const copyOf = (object: JsonObject): Draft => ({ ...object });

/** Whether a JSON value is an object: neither null nor an array. */
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
