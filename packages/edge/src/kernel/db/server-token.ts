import { isObject, type Json } from "@ennead/core/kernel";

import { DatabaseError } from "./db.ts";

const claimsOf = (token: string): Json => {
  const [, middle = ""] = token.split(".");
  try {
    return JSON.parse(atob(middle.replaceAll("-", "+").replaceAll("_", "/"))) as Json;
  } catch {
    return null;
  }
};

/** The claims by which a server knows what a token is for: rights by database, one right, one database. */
const known = ["p", "a", "id"];

/**
 * Refuses a token that names neither a right nor a database: a server takes such a one for every right to everything.
 * What cannot be read here is left to the server.
 */
export const checkToken = (token: string): void => {
  const claims = claimsOf(token);
  if (isObject(claims) && !known.some((name) => claims[name] !== undefined)) {
    throw new DatabaseError(
      "failed",
      "The database's token names no right and no database, which a server takes for every right: mint one with p.rw.ns.",
    );
  }
};
