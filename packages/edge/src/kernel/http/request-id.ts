import { uuidv7, type Instant, type RandomBytes } from "@ennead/core/kernel";

/** The caller's id of the request where it can stand in a header and a log, or a fresh one. */
export const requestIdOf = (request: Request, now: Instant, random: RandomBytes): string => {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : uuidv7(now, random);
};
