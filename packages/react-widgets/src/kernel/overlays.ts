import type { Theme } from "./context.ts";

export interface Looks {
  readonly theme: Theme;
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
}

/** Gives an overlay host theme, language and direction; a menu that is open changes with them. */
export const dress = (host: HTMLElement, looks: Looks): void => {
  host.dataset["theme"] = looks.theme;
  host.lang = looks.locale;
  host.dir = looks.direction;
};

/**
 * An element for menus and popovers at the end of the body, or of the shadow root that `root` lives in, so that no
 * `overflow: hidden` of the host cuts them off.
 */
export const overlayHost = (root: HTMLElement, looks: Looks): HTMLElement => {
  const home = root.getRootNode();
  const parent = home instanceof ShadowRoot ? home : root.ownerDocument.body;
  const host = root.ownerDocument.createElement("div");
  host.className = "ennead ennead-overlays";
  dress(host, looks);
  parent.append(host);
  return host;
};
