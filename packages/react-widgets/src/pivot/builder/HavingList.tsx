"use client";
import type { Having } from "@ennead/core/pivot";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Select, TextInput, type Option } from "../../kernel/parts/controls.tsx";
import type { Words } from "../describe.ts";
import { builderStrings } from "./builder-strings.ts";
import { noHaving, type HavingDraft } from "./dim-draft.ts";
import { specStrings } from "./spec-strings.ts";

export interface HavingListProps {
  readonly measures: readonly Option[];
  readonly rules: readonly HavingDraft[];
  readonly words: Words;
  readonly onRules: (rules: readonly HavingDraft[]) => void;
}

const operators: readonly Having["op"][] = [">=", "<=", ">", "<", "=", "!="];

/** The conditions on the members of a level, all of which must hold. */
export const HavingList = ({ measures, rules, words, onRules }: HavingListProps): ReactNode => {
  const { strings } = words;
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  return (
    <>
      {rules.map((rule, at) => {
        const change = (part: Partial<HavingDraft>): void =>
          onRules(rules.with(at, { ...rule, ...part }));
        return (
          // Rules have no names; their places are what they are.
          // oxlint-disable-next-line react/no-array-index-key
          <fieldset key={at} className="ennead-rule" aria-label={texts.rule(at + 1)}>
            <div className="ennead-pivot-trio">
              <Select
                label={more.having}
                value={rule.value}
                options={[{ id: "", label: more.always }, ...measures]}
                onChange={(value) => change({ value })}
              />
              {rule.value === "" ? null : (
                <>
                  <Select
                    label={strings.operator}
                    value={rule.op}
                    options={operators.map((id) => ({ id, label: strings.operators[id] }))}
                    onChange={(id) => change({ op: id as Having["op"] })}
                  />
                  <TextInput
                    label={more.than}
                    value={rule.than}
                    numeric
                    onChange={(than) => change({ than })}
                  />
                </>
              )}
            </div>
            {rules.length < 2 ? null : (
              <button
                type="button"
                className="ennead-tool"
                aria-label={texts.removeRule(texts.rule(at + 1))}
                onClick={() => onRules(rules.toSpliced(at, 1))}
              >
                <Icon name="close" />
              </button>
            )}
          </fieldset>
        );
      })}
      {rules.some(({ value }) => value === "") ? null : (
        <button
          type="button"
          className="ennead-button"
          data-quiet=""
          onClick={() => onRules([...rules, noHaving])}
        >
          <Icon name="plus" />
          {texts.addRule}
        </button>
      )}
    </>
  );
};
