import type { AccessReplaceSetBody, PermissionSetAnswer } from "../../kernel/api.gen.ts";

/** A permission set while it is edited: what is sent when it is saved. */
export type SetDraft = AccessReplaceSetBody;

type Right = SetDraft["objects"][string][number];
type Level = SetDraft["fields"][string][string];

export const fieldLevels: readonly Level[] = ["none", "mask", "read", "edit"];

/** One thing that a set says. */
export type Cell =
  | { readonly kind: "right"; readonly object: string; readonly name: string }
  | { readonly kind: "field"; readonly object: string; readonly name: string }
  | { readonly kind: "system"; readonly name: string }
  | { readonly kind: "name" }
  | { readonly kind: "role" };

/** What a cell holds: a right is held or not, a field has a level or none (`""`), a name is a text. */
export type CellValue = boolean | string;

/** The cell as a key of maps and sets. */
export const keyOf = (cell: Cell): string =>
  JSON.stringify([cell.kind, "name" in cell ? cell.name : "", "object" in cell ? cell.object : ""]);

export const cellOf = (key: string): Cell => {
  const [kind, name, object] = JSON.parse(key) as [Cell["kind"], string, string];
  switch (kind) {
    case "right":
    case "field":
      return { kind, object, name };
    case "system":
      return { kind, name };
    case "name":
    case "role":
      return { kind };
    default:
      return kind satisfies never;
  }
};

/**
 * The set as it can be edited, of what the server told. Saving replaces the whole set, so what no cell shows (obligations,
 * names that this version of the widget does not know) is kept as it is.
 */
export const draftOf = ({
  name,
  role,
  objects,
  fields,
  system,
  obligations,
}: PermissionSetAnswer): SetDraft => ({
  name,
  role,
  objects: objects as SetDraft["objects"],
  fields: fields as SetDraft["fields"],
  system,
  obligations: obligations as NonNullable<SetDraft["obligations"]>,
});

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

export const valueOf = (draft: SetDraft, cell: Cell): CellValue => {
  switch (cell.kind) {
    case "right":
      return own(draft.objects, cell.object)?.includes(cell.name as Right) ?? false;
    case "field":
      return own(own(draft.fields, cell.object) ?? {}, cell.name) ?? "";
    case "system":
      return draft.system.includes(cell.name);
    case "name":
      return draft.name;
    case "role":
      return draft.role ?? false;
    default:
      return cell satisfies never;
  }
};

const without = <T>(
  record: Readonly<Record<string, T>>,
  key: string,
): Readonly<Record<string, T>> => {
  const { [key]: _, ...others } = record;
  return others;
};

const withMember = <T>(items: readonly T[], item: T, held: boolean): readonly T[] => {
  const others = items.filter((one) => one !== item);
  return held ? [...others, item] : others;
};

const withCell = (draft: SetDraft, cell: Cell, value: CellValue): SetDraft => {
  switch (cell.kind) {
    case "right": {
      const rights = withMember(
        own(draft.objects, cell.object) ?? [],
        cell.name as Right,
        value === true,
      );
      const objects = without(draft.objects, cell.object);
      return {
        ...draft,
        objects: rights.length === 0 ? objects : { ...objects, [cell.object]: rights },
      };
    }
    case "field": {
      const named = without(own(draft.fields, cell.object) ?? {}, cell.name);
      const levels = value === "" ? named : { ...named, [cell.name]: value as Level };
      const fields = without(draft.fields, cell.object);
      return {
        ...draft,
        fields: Object.keys(levels).length === 0 ? fields : { ...fields, [cell.object]: levels },
      };
    }
    case "system":
      return { ...draft, system: withMember(draft.system, cell.name, value === true) };
    case "name":
      return { ...draft, name: String(value) };
    case "role":
      return { ...draft, role: value === true };
    default:
      return cell satisfies never;
  }
};

/** The draft with other values in some cells; the same draft when none of them differs. */
export const withCells = (
  draft: SetDraft,
  changes: readonly (readonly [Cell, CellValue])[],
): SetDraft => {
  let next = draft;
  for (const [cell, value] of changes) {
    if (valueOf(next, cell) !== value) next = withCell(next, cell, value);
  }
  return next;
};

const said = (draft: SetDraft): readonly Cell[] => [
  { kind: "name" },
  { kind: "role" },
  ...Object.entries(draft.objects).flatMap(([object, rights]) =>
    rights.map((name): Cell => ({ kind: "right", object, name })),
  ),
  ...Object.entries(draft.fields).flatMap(([object, levels]) =>
    Object.keys(levels).map((name): Cell => ({ kind: "field", object, name })),
  ),
  ...draft.system.map((name): Cell => ({ kind: "system", name })),
];

/** Keys of the cells that differ, whichever of the two says more. */
export const changedCells = (before: SetDraft, after: SetDraft): ReadonlySet<string> =>
  new Set(
    [...said(before), ...said(after)]
      .filter((cell) => valueOf(before, cell) !== valueOf(after, cell))
      .map(keyOf),
  );

export interface Merged {
  readonly draft: SetDraft;
  /** Keys of the cells that both changed, each to something else; the draft holds mine. */
  readonly conflicts: ReadonlySet<string>;
}

/** What I changed since `base`, on top of what has been stored meanwhile. */
export const mergeDrafts = (base: SetDraft, mine: SetDraft, theirs: SetDraft): Merged => {
  const changes = [...changedCells(base, mine)].map((key) => {
    const cell = cellOf(key);
    return [cell, valueOf(mine, cell)] as const;
  });
  const conflicts = changes
    .filter(([cell, value]) => {
      const stored = valueOf(theirs, cell);
      return stored !== valueOf(base, cell) && stored !== value;
    })
    .map(([cell]) => keyOf(cell));
  return { draft: withCells(theirs, changes), conflicts: new Set(conflicts) };
};
