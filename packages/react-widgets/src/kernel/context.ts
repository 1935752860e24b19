"use client";
import { createContext, useContext } from "react";

import type { Client } from "./client/create-client.ts";
import type { Formats } from "./intl.ts";
import { stringsFor, type Strings } from "./strings.ts";

export type Theme = "light" | "dark" | "auto";

/** Somebody in whose place the reader acts, by a token of its own. */
export interface ActingAs {
  readonly id: string;
  readonly token: string;
}

export interface Ennead {
  readonly client: Client;
  readonly formats: Formats;
  readonly theme: Theme;
  /** IANA zone of the reader's company; instants are grouped and shown in it. */
  readonly timeZone: string;
  /** Epoch milliseconds now; only for periods relative to today. */
  readonly now: () => number;
  /** In whose place everything below the provider asks; null for the reader himself. */
  readonly acting: ActingAs | null;
  /** Signs all further requests with this token, or again as the host does; what was read before is forgotten. */
  readonly actAs: (next: ActingAs | null) => void;
  /** Says a sentence to screen readers, politely. */
  readonly announce: (message: string) => void;
  /** Where overlays are put: an element inside the same document or shadow root, carrying theme and direction. */
  readonly overlays: () => HTMLElement;
}

export const EnneadContext: React.Context<Ennead | null> = createContext<Ennead | null>(null);

/** The provider's services. Throws outside of an EnneadProvider: that is a mistake in the host. */
export const useEnnead = (): Ennead => {
  const ennead = useContext(EnneadContext);
  if (ennead === null) throw new Error("Ennead widgets must be rendered inside an EnneadProvider.");
  return ennead;
};

export const useStrings = <T>(strings: Strings<T>): T =>
  stringsFor(strings, useEnnead().formats.language);
