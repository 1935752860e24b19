import type { Theme } from "./context.ts";

/**
 * An element for menus and popovers at the end of the body, or of the shadow root that `root` lives in, so that no
 * `overflow: hidden` of the host cuts them off. It is made when first needed and carries theme, language, direction.
 */
export const overlayHost = (
  root: HTMLElement,
  looks: { readonly theme: Theme; readonly locale: string; readonly direction: "ltr" | "rtl" },
): HTMLElement => {
  const home = root.getRootNode();
  const parent = home instanceof ShadowRoot ? home : root.ownerDocument.body;
  const host = root.ownerDocument.createElement("div");
  host.className = "ennead ennead-overlays";
  host.dataset["theme"] = looks.theme;
  host.lang = looks.locale;
  host.dir = looks.direction;
  parent.append(host);
  return host;
};
