import { isUnstorable } from "../db/text.ts";

/** Text of a path or a credential that no id or name of ours can be: it names nothing. */
export const isHostile = (text: string): boolean => text.length > 256 || isUnstorable(text);
