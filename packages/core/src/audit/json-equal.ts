import type { Json } from "../kernel/index.ts";
import { isJsonObject } from "./own.ts";

/** Whether two JSON values are equal: key order ignored, -0 equals 0. Without recursion, so depth cannot exhaust the stack. */
export const jsonEqual = (a: Json, b: Json): boolean => {
  const waiting: Json[] = [a, b];
  while (waiting.length > 0) {
    const right = waiting.pop() as Json;
    const left = waiting.pop() as Json;
    if (left === right) continue;
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length !== right.length) return false;
      for (let at = 0; at < left.length; at += 1) waiting.push(left[at], right[at]);
    } else if (isJsonObject(left) && isJsonObject(right)) {
      const keys = Object.keys(left);
      if (keys.length !== Object.keys(right).length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(right, key)) return false;
        waiting.push(left[key] as Json, right[key] as Json);
      }
    } else {
      return false;
    }
  }
  return true;
};
