"use client";
import { kernelCss } from "../kernel/css.gen.ts";
import { defineWidgetElement } from "../kernel/element.tsx";
import { AccessManager } from "./AccessManager.tsx";
import { accessCss } from "./css.gen.ts";
import { accessParts, startValue, type AccessManagerValue, type AccessPart } from "./value.ts";

const isPart = (text: string | undefined): text is AccessPart =>
  (accessParts as readonly (string | undefined)[]).includes(text);

/**
 * Registers `<ennead-access-manager>`. Attributes: those of the provider (`base-url`, `token`, `locale`, `currency`,
 * `time-zone`, `theme`) and `part`, which is open to begin with. Properties: `getToken`, `fetch`, `value` (the host owns
 * what is open) and `defaultValue`. Event: `ennead-change` with the new value.
 */
export const defineEnneadAccessManager = (
  name: `${string}-${string}` = "ennead-access-manager",
): void =>
  defineWidgetElement({
    name,
    css: [kernelCss, accessCss],
    attributes: ["part"],
    properties: ["value", "defaultValue"],
    render: ({ attribute, property, emit }) => {
      const part = attribute("part");
      return (
        <AccessManager
          key={part}
          value={property("value") as AccessManagerValue | undefined}
          defaultValue={
            (property("defaultValue") as AccessManagerValue | undefined) ??
            (isPart(part) ? { part } : startValue)
          }
          onChange={(value) => emit("ennead-change", value)}
        />
      );
    },
  });
