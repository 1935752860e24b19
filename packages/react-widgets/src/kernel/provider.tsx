"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

import { createClient, type GetToken } from "./client.ts";
import { EnneadContext, type Ennead, type Theme } from "./context.ts";
import { createFormats } from "./intl.ts";
import { overlayHost } from "./overlays.ts";
import { ProblemError } from "./problem.ts";

export interface EnneadProviderProps {
  /** Where the edge is mounted, without `/api`; `""` is the page's own origin. */
  readonly baseUrl: string;
  /** Gives a bearer token; leave it out where a session cookie signs requests. */
  readonly getToken?: GetToken | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** BCP 47 tag; English and German have own texts, every locale has own formats. */
  readonly locale?: string | undefined;
  /** ISO 4217 code of amounts that name no currency. */
  readonly currency?: string | undefined;
  readonly theme?: Theme | undefined;
  /** IANA zone in which instants are grouped; UTC when absent. */
  readonly timeZone?: string | undefined;
  /** Epoch milliseconds now; replace it in tests and demos. */
  readonly now?: (() => number) | undefined;
  /** Share a cache with the host's own queries. */
  readonly queryClient?: QueryClient | undefined;
  readonly children?: ReactNode;
}

const retry = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ProblemError && error.transient;

const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry, retryDelay: (attempt) => 300 * 2 ** attempt, refetchOnWindowFocus: false },
    },
  });

const clock = (): number => Date.now();

/** What all widgets below share: one client, one cache, formats, theme, the live region and the place for overlays. */
export const EnneadProvider = (props: EnneadProviderProps): ReactNode => {
  const { baseUrl, getToken, locale = "en", currency = "EUR", theme = "auto" } = props;
  const { timeZone = "UTC", now = clock, fetch: hostFetch } = props;
  const root = useRef<HTMLDivElement>(null);
  const live = useRef<HTMLOutputElement>(null);
  const overlay = useRef<HTMLElement | null>(null);
  const [ownQueries] = useState(createQueries);

  // A host may write `getToken` inline; a new closure must not forget the token or the cache.
  const latest = useRef({ getToken, fetch: hostFetch });
  useEffect(() => {
    latest.current = { getToken, fetch: hostFetch };
  });
  const hasToken = getToken !== undefined;
  const client = useMemo(
    () =>
      // The functions read the ref when a request is made, never during render.
      // oxlint-disable-next-line react/refs
      createClient({
        baseUrl,
        getToken: hasToken ? (options) => latest.current.getToken?.(options) : undefined,
        fetch: (input, init) => (latest.current.fetch ?? globalThis.fetch)(input, init),
      }),
    [baseUrl, hasToken],
  );
  const formats = useMemo(() => createFormats(locale, currency), [locale, currency]);

  const announce = useCallback((message: string) => {
    const region = live.current;
    if (region === null) return;
    // A new node per message, so that the same sentence twice is read twice.
    const line = region.ownerDocument.createElement("div");
    line.textContent = message;
    region.replaceChildren(line);
  }, []);
  const overlays = useCallback((): HTMLElement => {
    const home = root.current;
    if (home === null) throw new Error("No overlay can open before the provider is mounted.");
    overlay.current ??= overlayHost(home, { theme, locale, direction: formats.direction });
    return overlay.current;
  }, [theme, locale, formats.direction]);
  useEffect(
    () => () => {
      overlay.current?.remove();
      overlay.current = null;
    },
    // The element carries theme and language: with them it is made anew.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
    [overlays],
  );

  const ennead = useMemo<Ennead>(
    () => ({ client, formats, theme, timeZone, now, announce, overlays }),
    [client, formats, theme, timeZone, now, announce, overlays],
  );
  return (
    <EnneadContext value={ennead}>
      <QueryClientProvider client={props.queryClient ?? ownQueries}>
        <div ref={root} className="ennead" data-theme={theme} lang={locale} dir={formats.direction}>
          {props.children}
          <output ref={live} className="ennead-hidden" aria-live="polite" />
        </div>
      </QueryClientProvider>
    </EnneadContext>
  );
};
