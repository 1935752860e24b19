import type { ObjectDefinition } from "../definition.ts";
import { account } from "./account.ts";
import { contact } from "./contact.ts";
import { lead } from "./lead.ts";
import { opportunity } from "./opportunity.ts";
import { product } from "./product.ts";

/** The objects every company begins with; objects that others refer to need not come first. */
export const standardObjects: readonly ObjectDefinition[] = [
  account,
  contact,
  lead,
  opportunity,
  product,
];
