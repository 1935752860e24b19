import * as v from "valibot";

import type { Filter } from "./filter.ts";

/**
 * The outer shape of a filter, for the schemas of specs and routes. It does not look inside: `checkFilter` does, with the
 * types of the fields and without recursing deeper than the limits.
 */
export const filterSchema: v.GenericSchema<Filter> = v.pipe(
  v.array(v.unknown()),
  v.minLength(1),
) as unknown as v.GenericSchema<Filter>;
