import type { Json } from "../../kernel/index.ts";

/** The members that have a value. */
export const present = (members: {
  readonly [name: string]: Json | undefined;
}): { readonly [name: string]: Json } =>
  Object.fromEntries(
    Object.entries(members).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null,
    ),
  );
