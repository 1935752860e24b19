import type { Rates } from "@ennead/edge";

/** No rate limits: a test asks more in a second than people do in an hour. */
export const unlimited: Rates = {
  read: null,
  write: null,
  run: null,
  bulk: null,
  anonymous: null,
  unknown: null,
};
