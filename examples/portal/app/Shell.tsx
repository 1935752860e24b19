import type { MeAnswer } from "@ennead/react-widgets/kernel";
import { Suspense, useEffect, useState, type ReactNode } from "react";

import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";
import type { Place } from "./place.ts";
import { groups } from "./places.ts";
import type { Progress } from "./progress.ts";
import { ProgressBar } from "./ProgressBar.tsx";
import { Link } from "./router.tsx";
import type { Theme } from "./theme.ts";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { UserMenu } from "./UserMenu.tsx";

const NavLink = ({ place, current }: { place: Place; current: boolean }): ReactNode => (
  <Link to={place.path} className="portal-nav-link" current={current}>
    <Icon name={place.icon} />
    <span>{place.label}</span>
    {place.live ? null : <span className="portal-soon">Soon</span>}
  </Link>
);

export interface ShellProps {
  readonly me: MeAnswer;
  readonly place: Place | undefined;
  readonly progress: Progress | undefined;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly children: ReactNode;
}

/** The frame around every page: navigation, colours, who is signed in. */
export const Shell = ({ me, place, progress, theme, onTheme, children }: ShellProps): ReactNode => {
  // On narrow screens the navigation is open at one place: going elsewhere closes it.
  const [openAt, setOpenAt] = useState<Place | null | undefined>(null);
  const open = openAt === place;
  const offered = groups
    .map(({ label, places }) => ({
      label,
      places: places.filter(
        ({ permission }) => permission === undefined || me.permissions.system.includes(permission),
      ),
    }))
    .filter(({ places }) => places.length > 0);
  useEffect(() => {
    document.title = place === undefined ? "Ennead" : `${place.label} · Ennead`;
  }, [place]);
  return (
    <div className="portal-shell" data-nav={open ? "open" : "closed"}>
      <a className="portal-skip" href="#content">
        Skip to content
      </a>
      <header className="portal-side">
        <div className="portal-side-top">
          <p className="portal-brand">
            <Mark /> Ennead
          </p>
          <button
            type="button"
            className="portal-burger"
            aria-expanded={open}
            aria-controls="navigation"
            onClick={() => {
              setOpenAt(open ? null : place);
            }}
          >
            <Icon name="menu" />
            <span className="portal-hidden">Navigation</span>
          </button>
        </div>
        <div id="navigation" className="portal-side-body">
          <nav aria-label="Systems">
            {offered.map((group) => (
              <div key={group.label} className="portal-nav-group">
                <h2>{group.label}</h2>
                <ul>
                  {group.places.map((one) => (
                    <li key={one.path}>
                      <NavLink place={one} current={one === place} />
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
          <div className="portal-side-foot">
            <ThemeSwitch theme={theme} onChoose={onTheme} />
            <UserMenu me={me} />
          </div>
        </div>
      </header>
      <main id="content" className="portal-main" tabIndex={-1}>
        <ProgressBar progress={progress} />
        <Suspense fallback={<p className="portal-loading">Loading…</p>}>{children}</Suspense>
      </main>
    </div>
  );
};
