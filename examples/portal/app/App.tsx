import { EnneadProvider, type MeAnswer } from "@ennead/react-widgets/kernel";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";

import { placeOf } from "./places.ts";
import { useProgress } from "./progress.ts";
import { navigate, usePath } from "./router.tsx";
import { useMe } from "./session.ts";
import { Shell } from "./Shell.tsx";
import { SignIn } from "./SignIn.tsx";
import { useTheme, type Theme } from "./theme.ts";

// Loaded after the page: who acts as nobody else waits for nothing.
const Banner = lazy(async () => ({
  default: (await import("@ennead/react-widgets/access")).ImpersonationBanner,
}));

/** As whom one acts, on every page, and the way back. */
const ActingBanner = (): ReactNode => (
  <Suspense fallback={null}>
    <Banner />
  </Suspense>
);

const home = "/reports";

const Portal = ({
  me,
  queries,
  theme,
  onTheme,
}: {
  readonly me: MeAnswer;
  readonly queries: QueryClient;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}): ReactNode => {
  const path = usePath();
  const progress = useProgress();
  const place = placeOf(path);
  useEffect(() => {
    if (path === "/") navigate(home, { replace: true });
  }, [path]);
  return (
    <Shell me={me} place={place} progress={progress} theme={theme} onTheme={onTheme}>
      <EnneadProvider
        baseUrl=""
        queryClient={queries}
        locale={me.company.locale}
        currency={me.company.currency}
        timeZone={me.company.timeZone}
        theme={theme}
      >
        <ActingBanner />
        {place === undefined ? (
          <p className="portal-loading">There is no page at {path}.</p>
        ) : (
          // Rebuilt when the sample data is complete, so that no page keeps half of it.
          <place.Page
            key={progress?.state === "running" ? "partial" : "complete"}
            rest={path.slice(place.path.length + 1)}
          />
        )}
      </EnneadProvider>
    </Shell>
  );
};

const Gate = ({ queries }: { readonly queries: QueryClient }): ReactNode => {
  const me = useMe();
  const [theme, setTheme] = useTheme();
  if (me.isPending) return <p className="portal-loading">Loading…</p>;
  if (me.isError) {
    return (
      <main className="portal-broken" role="alert">
        <h1>The portal cannot be reached</h1>
        <p>{me.error.message}</p>
        <button
          type="button"
          className="portal-button"
          onClick={() => {
            void me.refetch();
          }}
        >
          Try again
        </button>
      </main>
    );
  }
  if (me.data === null) return <SignIn />;
  return <Portal me={me.data} queries={queries} theme={theme} onTheme={setTheme} />;
};

/** Refusals stay refusals; only what the network or the server broke is tried again. The widgets' errors count too. */
const retry = (failures: number, error: Error & { readonly status?: number }): boolean =>
  failures < 2 && (error.status === undefined || error.status === 0 || error.status >= 500);

const createQueries = (): QueryClient =>
  new QueryClient({ defaultOptions: { queries: { retry, refetchOnWindowFocus: false } } });

export const App = (): ReactNode => {
  const [queries] = useState(createQueries);
  return (
    <QueryClientProvider client={queries}>
      <Gate queries={queries} />
    </QueryClientProvider>
  );
};
