"use client";
import type { ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";

import type { GetToken } from "./client/token-source.ts";
import type { Theme } from "./context.ts";
import { EnneadProvider } from "./provider.tsx";
import { prepareShadowDom } from "./shadow.ts";
import { holderOf } from "./token.ts";

/** What an element's `render` gets: its attributes by name, its properties by name, a way to tell the page something. */
export interface WidgetElementContext {
  readonly attribute: (name: string) => string | undefined;
  readonly property: (name: string) => unknown;
  /** Dispatches a CustomEvent that leaves the shadow root. */
  readonly emit: (type: string, detail: unknown) => void;
}

export interface WidgetElementOptions {
  /** Tag name, `ennead-…`. */
  readonly name: string;
  /** Style sheets adopted by the shadow root. */
  readonly css: readonly string[];
  /** Attributes besides the provider's own (`base-url`, `token`, `locale`, `currency`, `time-zone`, `theme`). */
  readonly attributes: readonly string[];
  /** Properties besides the provider's own (`getToken`, `fetch`). */
  readonly properties: readonly string[];
  readonly render: (context: WidgetElementContext) => ReactNode;
}

const providerAttributes = ["base-url", "token", "locale", "currency", "time-zone", "theme"];
const providerProperties = ["getToken", "fetch"];

const themes: ReadonlySet<string> = new Set(["light", "dark", "auto"]);

const sheetOf = (css: string): CSSStyleSheet => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

/**
 * Registers a widget as a custom element: attributes and properties in, events out, everything inside a shadow root with
 * adopted style sheets, so that the page's styles and ours never meet and no inline style needs a licence. Without a
 * document (on a server), or when the name is taken, it does nothing.
 */
export const defineWidgetElement = (options: WidgetElementOptions): void => {
  if (globalThis.customElements === undefined) return;
  if (customElements.get(options.name) !== undefined) return;
  prepareShadowDom();
  const sheets = options.css.map((css) => sheetOf(css));
  const properties = [...providerProperties, ...options.properties];

  class WidgetElement extends HTMLElement {
    static readonly observedAttributes: string[] = [...providerAttributes, ...options.attributes];
    readonly held: Map<string, unknown> = new Map();
    root: Root | null = null;
    pending = false;

    connectedCallback(): void {
      for (const name of properties) this.adopt(name);
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = sheets;
      this.root ??= createRoot(shadow);
      this.update();
    }

    disconnectedCallback(): void {
      // A move within the page disconnects and connects again: unmount only if it stays out.
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.root?.unmount();
        this.root = null;
      });
    }

    attributeChangedCallback(): void {
      this.update();
    }

    /** A property set before the element was defined hides our accessor: take its value over. */
    adopt(name: string): void {
      if (!Object.hasOwn(this, name)) return;
      const own = Object.getOwnPropertyDescriptor(this, name);
      Reflect.deleteProperty(this, name);
      this.held.set(name, own?.value);
    }

    /** Several changes in one turn render once. */
    update(): void {
      if (this.pending) return;
      this.pending = true;
      queueMicrotask(() => {
        this.pending = false;
        this.root?.render(this.content());
      });
    }

    content(): ReactNode {
      // Frameworks write an absent value as an empty attribute.
      const attribute = (name: string): string | undefined => this.getAttribute(name) || undefined;
      const property = (name: string): unknown => this.held.get(name);
      const token = attribute("token");
      const getToken =
        (property("getToken") as GetToken | undefined) ??
        (token === undefined ? undefined : () => token);
      const theme = attribute("theme") ?? "auto";
      return (
        <EnneadProvider
          key={holderOf(token)}
          baseUrl={attribute("base-url") ?? ""}
          getToken={getToken}
          fetch={property("fetch") as typeof fetch | undefined}
          locale={attribute("locale") ?? (this.ownerDocument.documentElement.lang || undefined)}
          currency={attribute("currency")}
          timeZone={attribute("time-zone")}
          theme={themes.has(theme) ? (theme as Theme) : "auto"}
        >
          {options.render({
            attribute,
            property,
            emit: (type, detail) =>
              this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true })),
          })}
        </EnneadProvider>
      );
    }
  }
  for (const name of properties) {
    Object.defineProperty(WidgetElement.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: WidgetElement): unknown {
        return this.held.get(name);
      },
      set(this: WidgetElement, value: unknown) {
        this.held.set(name, value);
        this.update();
      },
    });
  }
  customElements.define(options.name, WidgetElement);
};
