"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";

import { createClient } from "./client/create-client.ts";
import type { GetToken } from "./client/token-source.ts";
import { EnneadContext, type ActingAs, type Ennead, type Theme } from "./context.ts";
import { createFormats } from "./intl.ts";
import { dress, overlayHost, type Looks } from "./overlays.ts";
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

const clock = (): number => Date.now();

/** What all widgets below share: one client, one cache, formats, theme, the live region and the place for overlays. */
export const EnneadProvider = (props: EnneadProviderProps): ReactNode => {
  const { baseUrl, getToken, locale = "en", currency = "EUR", theme = "auto" } = props;
  const { timeZone = "UTC", now = clock, fetch: hostFetch } = props;
  const root = useRef<HTMLDivElement>(null);
  const live = useRef<HTMLOutputElement>(null);
  const overlay = useRef<HTMLElement | null>(null);
  const [ownQueries] = useState(() => new QueryClient());
  const queries = props.queryClient ?? ownQueries;

  // A host may write `getToken` inline; a new closure must not forget the token or the cache.
  const latest = useRef({ getToken, fetch: hostFetch, now });
  // Before the effects of children, which may send requests.
  useLayoutEffect(() => {
    latest.current = { getToken, fetch: hostFetch, now };
  });
  const hasToken = getToken !== undefined;
  const [acting, setActing] = useState<ActingAs | null>(null);
  const actingToken = acting?.token;
  const client = useMemo(
    () =>
      // The functions read the ref when a request is made, never during render.
      // oxlint-disable-next-line react/refs
      createClient({
        baseUrl,
        getToken:
          actingToken === undefined
            ? hasToken
              ? (options) => latest.current.getToken?.(options)
              : undefined
            : () => actingToken,
        fetch: (input, init) => (latest.current.fetch ?? globalThis.fetch)(input, init),
      }),
    [baseUrl, hasToken, actingToken],
  );
  const asked = useRef({ client, actingToken });
  useEffect(() => {
    const before = asked.current;
    if (before.client === client) return;
    asked.current = { client, actingToken };
    const all = { queryKey: ["ennead", client.baseUrl] };
    // Another way to sign requests: what was refused before may be granted now. Another person: nothing that one saw may
    // be left for the other, not even until it is read again.
    void (before.actingToken === actingToken
      ? queries.invalidateQueries(all)
      : queries.resetQueries({ queryKey: ["ennead"] }));
  }, [client, actingToken, queries]);
  useEffect(() => {
    // Only who was there when the network went hears of its return from the cache: a page may have begun without one.
    const goOn = (): void => {
      void queries.refetchQueries(
        {
          queryKey: ["ennead"],
          type: "active",
          predicate: ({ state }) =>
            state.error instanceof ProblemError && state.error.code === "kernel/offline",
        },
        { cancelRefetch: false },
      );
    };
    globalThis.addEventListener("online", goOn);
    return () => globalThis.removeEventListener("online", goOn);
  }, [queries]);
  const currentTime = useCallback(() => latest.current.now(), []);
  const formats = useMemo(() => createFormats(locale, currency), [locale, currency]);
  const looks = useMemo(
    (): Looks => ({ theme, locale: formats.locale, direction: formats.direction }),
    [theme, formats],
  );

  const announce = useCallback((message: string) => {
    const region = live.current;
    if (region === null) return;
    // A new node per message, so that the same sentence twice is read twice.
    const line = region.ownerDocument.createElement("div");
    line.textContent = message;
    region.replaceChildren(line);
  }, []);
  const worn = useRef(looks);
  useLayoutEffect(() => {
    worn.current = looks;
    if (overlay.current !== null) dress(overlay.current, looks);
  }, [looks]);
  const overlays = useCallback((): HTMLElement => {
    const home = root.current;
    if (home === null) throw new Error("No overlay can open before the provider is mounted.");
    overlay.current ??= overlayHost(home, worn.current);
    return overlay.current;
  }, []);
  useEffect(
    () => () => {
      overlay.current?.remove();
      overlay.current = null;
    },
    [],
  );

  const ennead = useMemo<Ennead>(
    () => ({
      client,
      formats,
      theme,
      timeZone,
      now: currentTime,
      acting,
      actAs: setActing,
      announce,
      overlays,
    }),
    [client, formats, theme, timeZone, currentTime, acting, announce, overlays],
  );
  return (
    <EnneadContext value={ennead}>
      <QueryClientProvider client={queries}>
        <div
          ref={root}
          className="ennead"
          data-theme={theme}
          lang={formats.locale}
          dir={formats.direction}
        >
          {props.children}
          <output ref={live} className="ennead-hidden" aria-live="polite" />
        </div>
      </QueryClientProvider>
    </EnneadContext>
  );
};
