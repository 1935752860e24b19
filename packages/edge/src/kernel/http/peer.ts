/** Where `fetch` puts the address of the connection, out of the way of whatever else a host puts there. */
export const peerKey: unique symbol = Symbol("peer");

/** The address of the connection, where the host has told it. */
export const peerOf = (env: unknown): string | undefined => {
  if (typeof env !== "object" || env === null || !(peerKey in env)) return undefined;
  const peer = env[peerKey];
  return typeof peer === "string" ? peer : undefined;
};
