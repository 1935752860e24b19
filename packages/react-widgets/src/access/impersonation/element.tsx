"use client";
import { kernelCss } from "../../kernel/css.gen.ts";
import { defineWidgetElement } from "../../kernel/element.tsx";
import { accessCss } from "../css.gen.ts";
import { ImpersonationBanner } from "./ImpersonationBanner.tsx";

/**
 * Registers `<ennead-impersonation-banner>`: for a page whose token is that of an impersonation. Attributes and properties
 * are those of the provider. Event: `ennead-impersonation-end`, after which the page signs as before.
 */
export const defineEnneadImpersonationBanner = (
  name: `${string}-${string}` = "ennead-impersonation-banner",
): void =>
  defineWidgetElement({
    name,
    css: [kernelCss, accessCss],
    attributes: [],
    properties: [],
    render: ({ emit }) => (
      <ImpersonationBanner onEnded={() => emit("ennead-impersonation-end", null)} />
    ),
  });
