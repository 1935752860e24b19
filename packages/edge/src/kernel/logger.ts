import type { Json } from "@ennead/core/kernel";

/** Where structured events of the edge go. Values never hold tokens, bodies or values of records. */
export type Logger = (
  level: "info" | "warn" | "error",
  event: string,
  facts: Readonly<Record<string, Json>>,
) => void;

export const silent: Logger = () => {};
