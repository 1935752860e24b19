"use client";
import { useEffect, useRef, type ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Select } from "../../kernel/parts/controls.tsx";
import { emptyDraft, operatorsOf } from "../condition.ts";
import { describeCondition } from "../describe.ts";
import type { Operator } from "../strings.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import {
  filterOfNode,
  newCondition,
  newGroup,
  withNode,
  type FilterGroup,
  type FilterNode,
  type GroupKind,
  type TargetOf,
} from "./filter-node.ts";
import { Operands } from "./Operands.tsx";
import { specStrings } from "./spec-strings.ts";
import { targetOf } from "./target-of.ts";

export interface FilterTreeProps {
  readonly state: PivotReportState;
  readonly group: FilterGroup;
  readonly onGroup: (group: FilterGroup) => void;
}

interface PartProps {
  readonly state: PivotReportState;
  readonly node: FilterNode;
  readonly onNode: (node: FilterNode | undefined) => void;
}

const Condition = ({
  state,
  node,
  onNode,
}: PartProps & { readonly node: Extract<FilterNode, { kind: "condition" }> }): ReactNode => {
  const { words } = state;
  const { strings, fieldOf, fields } = words;
  const texts = useStrings(specStrings);
  const field = fieldOf(node.field);
  const offered = fields.some(({ name }) => name === node.field) ? fields : [field, ...fields];
  return (
    <div className="ennead-condition">
      <div className="ennead-pair">
        <Select
          label={texts.field}
          value={node.field}
          options={offered.map(({ name, label }) => ({ id: name, label }))}
          onChange={(name) =>
            onNode({ ...node, field: name, draft: emptyDraft(fieldOf(name).kind) })
          }
        />
        <Select
          label={strings.operator}
          value={node.draft.operator}
          options={operatorsOf(field.kind).map((id) => ({ id, label: strings.operators[id] }))}
          onChange={(id) => onNode({ ...node, draft: { ...node.draft, operator: id as Operator } })}
        />
      </div>
      <Operands
        key={node.field}
        state={state}
        field={field}
        draft={node.draft}
        onDraft={(draft) => onNode({ ...node, draft })}
      />
    </div>
  );
};

const textOf = (node: FilterNode, state: PivotReportState, toTarget: TargetOf): string => {
  const { words } = state;
  const filter = filterOfNode(node, toTarget);
  if (filter !== undefined && filter !== "incomplete") return describeCondition(filter, words);
  return node.kind === "condition" ? words.fieldOf(node.field).label : "…";
};

const Group = ({ state, node, onNode }: PartProps & { readonly node: FilterGroup }): ReactNode => {
  const { words } = state;
  const strings = useStrings(specStrings);
  const list = useRef<HTMLUListElement>(null);
  const toTarget: TargetOf = (name) => targetOf(words.fieldOf(name), words);
  const count = useRef(node.parts.length);
  useEffect(() => {
    const before = count.current;
    count.current = node.parts.length;
    // What was added is what is written next; after a removal the focus stays in the group.
    if (node.parts.length > before) {
      list.current
        ?.querySelector<HTMLElement>(":scope > li:last-child :is(select, input, button)")
        ?.focus();
    } else if (node.parts.length < before) {
      list.current?.parentElement?.querySelector<HTMLElement>("select")?.focus();
    }
  }, [node.parts.length]);
  const first = words.fields[0]?.name;
  const add = (part: FilterNode): void => onNode({ ...node, parts: [...node.parts, part] });
  return (
    <fieldset className="ennead-group">
      <Select
        label={strings.group}
        value={node.op}
        options={(["and", "or", "not"] as const).map((id) => ({ id, label: strings.groups[id] }))}
        onChange={(id) => onNode({ ...node, op: id as GroupKind })}
      />
      <ul ref={list}>
        {node.parts.map((part) => (
          <li key={part.key}>
            <Part
              state={state}
              node={part}
              onNode={(next) => onNode(withNode(node, part.key, next))}
            />
            <button
              type="button"
              className="ennead-tool"
              aria-label={strings.removePart(
                part.kind === "group"
                  ? strings.theGroup(strings.groups[part.op])
                  : textOf(part, state, toTarget),
              )}
              onClick={() => onNode(withNode(node, part.key, undefined))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div className="ennead-row" data-wrap="">
        <button
          type="button"
          className="ennead-button"
          data-quiet=""
          onClick={() => {
            if (first !== undefined) add(newCondition(toTarget(first)));
          }}
        >
          <Icon name="plus" />
          {strings.addCondition}
        </button>
        <button
          type="button"
          className="ennead-button"
          data-quiet=""
          onClick={() => add(newGroup("and"))}
        >
          <Icon name="plus" />
          {strings.addGroup}
        </button>
      </div>
    </fieldset>
  );
};

const Part = (props: PartProps): ReactNode => {
  const { state, node, onNode } = props;
  switch (node.kind) {
    case "group":
      return <Group state={state} node={node} onNode={onNode} />;
    case "condition":
      return <Condition state={state} node={node} onNode={onNode} />;
    case "kept":
      return <p className="ennead-kept">{describeCondition(node.filter, state.words)}</p>;
    default:
      return node satisfies never;
  }
};

/** Conditions in groups of all, any and none, to any depth; all of it by native controls in the order they are read. */
export const FilterTree = ({ state, group, onGroup }: FilterTreeProps): ReactNode => (
  <Group
    state={state}
    node={group}
    onNode={(next) => {
      if (next?.kind === "group") onGroup(next);
    }}
  />
);
