import { ProblemError } from "../../kernel/problem.ts";
import { cellOf, keyOf, valueOf, type Cell, type SetDraft } from "./draft.ts";

/** Why cells were refused: sentence by key of the cell. */
export type CellFaults = ReadonlyMap<string, string>;

const unescaped = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");

const cellAt = (draft: SetDraft, pointer: string): Cell | undefined => {
  const [part, object = "", name = ""] = pointer.split("/").slice(1).map(unescaped);
  switch (part) {
    case "name":
      return { kind: "name" };
    case "fields":
      return name === "" ? undefined : { kind: "field", object, name };
    case "system": {
      const permission = draft.system[Number(object)];
      return permission === undefined ? undefined : { kind: "system", name: permission };
    }
    default:
      return undefined;
  }
};

const concerned: Readonly<Record<string, (cell: Cell) => boolean>> = {
  // Without `access.manage` in this set nobody could administer any more.
  "access/last-admin": (cell) => cell.kind === "system" && cell.name === "access.manage",
  "access/self-grant": () => true,
  "access/grant-exceeds-own": (cell) => cell.kind !== "name",
  "access/duplicate-set": (cell) => cell.kind === "name",
};

/**
 * The cells that a refusal is about: those the server points at, all of an object it points at, and where it points at
 * none those of the changes that the rule speaks of.
 */
export const faultCells = (
  error: Error | null,
  draft: SetDraft,
  changes: ReadonlySet<string>,
  say: (code: string, message: string) => string,
): CellFaults => {
  const faults = new Map<string, string>();
  if (!(error instanceof ProblemError)) return faults;
  const parts = error.errors.length === 0 ? [error] : error.errors;
  for (const part of parts) {
    const said = say(part.code, part.message);
    const pointer = "pointer" in part ? (part.pointer ?? "") : "";
    const cell = cellAt(draft, pointer);
    if (cell !== undefined) {
      faults.set(keyOf(cell), said);
      continue;
    }
    const [, place, object] = pointer.split("/").map(unescaped);
    const isOf = (one: Cell): boolean =>
      place === "objects"
        ? one.kind === "right" && one.object === object && valueOf(draft, one) === true
        : (concerned[part.code]?.(one) ?? false);
    for (const key of changes) if (isOf(cellOf(key))) faults.set(key, said);
  }
  return faults;
};
