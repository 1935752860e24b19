import * as v from "valibot";

import { actions, type FieldLevel, type ObjectRight } from "./actions.ts";
import type { SetDefinition } from "./facts.ts";

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(97));
const rights: readonly ObjectRight[] = [...actions, "viewAll", "modifyAll", "assign", "transfer"];
const levels: readonly FieldLevel[] = ["none", "mask", "read", "edit"];

/** Reading happens in too many places to be asked for proof in each: searches, reports, references. */
const provable = actions.filter((action) => action !== "read");

/** Valibot twin of `SetDefinition`. Whether its objects, fields and permissions exist is `checkSet`'s to say. */
export const setSchema: v.GenericSchema<unknown, SetDefinition> = v.strictObject({
  name,
  role: v.exactOptional(v.boolean()),
  objects: v.record(key, v.array(v.picklist(rights))),
  fields: v.record(key, v.record(key, v.picklist(levels))),
  system: v.array(key),
  obligations: v.exactOptional(
    v.record(
      key,
      v.strictObject({
        maxExportRows: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
        watermark: v.exactOptional(v.boolean()),
        stepUp: v.exactOptional(v.array(v.picklist(provable))),
      }),
    ),
  ),
});
