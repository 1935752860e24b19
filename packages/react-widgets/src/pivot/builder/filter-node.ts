import type { Filter } from "@ennead/core/filter";

import {
  conditionOf,
  draftOf,
  emptyDraft,
  type ConditionDraft,
  type ConditionTarget,
} from "../condition.ts";
import { conditionField } from "../edit.ts";

/** `not` keeps what meets none of its parts. */
export type GroupKind = "and" | "or" | "not";

/** A filter tree as it is being edited. Keys are unique within a tree, and stay with their node. */
export type FilterNode =
  | {
      readonly kind: "group";
      readonly key: number;
      readonly op: GroupKind;
      readonly parts: readonly FilterNode[];
    }
  | {
      readonly kind: "condition";
      readonly key: number;
      readonly field: string;
      readonly draft: ConditionDraft;
    }
  /** A condition that no form has: shown in words, kept as it is, or taken out. */
  | { readonly kind: "kept"; readonly key: number; readonly filter: Filter };

export type FilterGroup = Extract<FilterNode, { kind: "group" }>;

export type TargetOf = (field: string) => ConditionTarget;

let last = 0;
const nextKey = (): number => {
  last += 1;
  return last;
};

export const newGroup = (op: GroupKind, parts: readonly FilterNode[] = []): FilterGroup => ({
  kind: "group",
  key: nextKey(),
  op,
  parts,
});

export const newCondition = (target: ConditionTarget): FilterNode => ({
  kind: "condition",
  key: nextKey(),
  field: target.name,
  draft: emptyDraft(target.kind),
});

const same = (a: Filter, b: Filter): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A stored filter as a tree to edit. What its form would write otherwise than it stands is kept as it is. */
export const nodeOf = (filter: Filter, targetOf: TargetOf): FilterNode => {
  // An `or` without parts keeps nothing, where an empty group of the form says nothing.
  if (filter[0] === "or" && filter.length === 1) return { kind: "kept", key: nextKey(), filter };
  switch (filter[0]) {
    case "and":
    case "or":
      return newGroup(
        filter[0],
        (filter.slice(1) as Filter[]).map((part) => nodeOf(part, targetOf)),
      );
    case "not": {
      const [, inner] = filter;
      const parts = inner[0] === "or" ? (inner.slice(1) as Filter[]) : [inner];
      return newGroup(
        "not",
        parts.map((part) => nodeOf(part, targetOf)),
      );
    }
    default: {
      const field = conditionField(filter);
      if (field === undefined) return { kind: "kept", key: nextKey(), filter };
      const target = targetOf(field);
      const draft = draftOf(filter, target.kind, target.timeZone);
      const written = conditionOf(draft, target);
      return "filter" in written && same(written.filter, filter)
        ? { kind: "condition", key: nextKey(), field, draft }
        : { kind: "kept", key: nextKey(), filter };
    }
  }
};

/** A filter as a group to edit: one that is none becomes the only part of one. */
export const groupOf = (filter: Filter | undefined, targetOf: TargetOf): FilterGroup => {
  if (filter === undefined) return newGroup("or");
  const node = nodeOf(filter, targetOf);
  return node.kind === "group" ? node : newGroup("or", [node]);
};

/**
 * The filter that a tree stands for: undefined where it says nothing, "incomplete" where a condition lacks a value.
 * Groups without parts say nothing, groups of one part say what it says.
 */
export const filterOfNode = (
  node: FilterNode,
  targetOf: TargetOf,
): Filter | undefined | "incomplete" => {
  if (node.kind === "kept") return node.filter;
  if (node.kind === "condition") {
    const written = conditionOf(node.draft, targetOf(node.field));
    return "filter" in written ? written.filter : "incomplete";
  }
  const written = node.parts.map((part) => filterOfNode(part, targetOf));
  if (written.includes("incomplete")) return "incomplete";
  const parts = written.filter((part): part is Filter => part !== undefined);
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  const joined: Filter =
    others.length === 0 ? first : [node.op === "and" ? "and" : "or", first, ...others];
  return node.op === "not" ? ["not", joined] : joined;
};

/** The same tree with another node in place of the one of that key, or without it. */
export const withNode = (
  group: FilterGroup,
  key: number,
  next: FilterNode | undefined,
): FilterGroup => ({
  ...group,
  parts: group.parts.flatMap((part) => {
    if (part.key === key) return next === undefined ? [] : [next];
    return [part.kind === "group" ? withNode(part, key, next) : part];
  }),
});
