/** What kinds of things an explanation names. */
export type NamedKind = "user" | "group" | "role" | "set" | "territory" | "object" | "field";

/** What something is called; explanations name by id unless told otherwise. */
export type NameOf = (kind: NamedKind, id: string) => string;

export const byId: NameOf = (_kind, id) => id;

/** "a", "a and b", "a, b and c". */
export const listOf = (words: readonly string[], last = "and"): string =>
  words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;
