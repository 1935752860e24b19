"use client";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Select, type Option } from "../../kernel/parts/controls.tsx";
import { builderStrings } from "./builder-strings.ts";
import { specStrings } from "./spec-strings.ts";

export interface OrderKeysProps {
  readonly fields: readonly Option[];
  readonly keys: readonly string[];
  readonly onKeys: (keys: readonly string[]) => void;
}

/** The fields by whose ascending order the first and the last value is found; a later one decides among equals. */
export const OrderKeys = ({ fields, keys, onKeys }: OrderKeysProps): ReactNode => {
  const more = useStrings(builderStrings);
  const texts = useStrings(specStrings);
  const labelOf = (key: string): string => fields.find(({ id }) => id === key)?.label ?? key;
  const shown = keys.length === 0 ? [""] : keys;
  const free = fields.filter(({ id }) => !keys.includes(id));
  return (
    <>
      {shown.map((key, at) => (
        <div key={key} className="ennead-rule">
          <Select
            label={at === 0 ? more.orderBy : texts.thenBy}
            value={key}
            options={[{ id: key, label: labelOf(key) }, ...free]}
            onChange={(next) => onKeys(shown.with(at, next))}
          />
          {keys.length < 2 ? null : (
            <button
              type="button"
              className="ennead-tool"
              aria-label={texts.removeKey(labelOf(key))}
              onClick={() => onKeys(keys.toSpliced(at, 1))}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      {keys.length === 0 || free.length === 0 ? null : (
        <button
          type="button"
          className="ennead-button"
          data-quiet=""
          onClick={() => onKeys([...keys, free[0]?.id ?? ""])}
        >
          <Icon name="plus" />
          {texts.addKey}
        </button>
      )}
    </>
  );
};
