import { canonicalJson, type Result } from "../../kernel/index.ts";
import { sha256, type Sha256 } from "./hash.ts";
import { toUtf8 } from "./utf8.ts";

/**
 * What is sealed of an event: the canonical JSON of all its members but `seq`, which its position in the tree says, and
 * those that are null or undefined. So a member that events did not have before changes no leaf of before.
 * kernel/not-canonical for what JSON cannot say exactly.
 */
export const eventText = (event: object): Result<string> => {
  const members: Record<string, unknown> = Object.fromEntries(
    Object.entries(event).filter(([name, value]) => name !== "seq" && value !== null),
  );
  return canonicalJson(members);
};

/** The leaf of an event from its canonical text: SHA-256 over 0x00 and the text as UTF-8. */
export const leafOfText = (text: string, hash: Sha256 = sha256): Uint8Array =>
  hash(toUtf8(`\u0000${text}`));
