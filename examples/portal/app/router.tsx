import { useSyncExternalStore, type MouseEvent, type ReactNode } from "react";

const moved = "portal:moved";

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("popstate", listener);
  window.addEventListener(moved, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(moved, listener);
  };
};

/** The path of the page, kept current. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

/** Goes to a path of the portal without loading the page again. */
export const navigate = (path: string, options: { readonly replace?: boolean } = {}): void => {
  if (options.replace === true) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  window.dispatchEvent(new Event(moved));
};

export interface LinkProps {
  readonly to: string;
  readonly className?: string;
  readonly current?: boolean;
  /** Told when it leads on within the page. */
  readonly onFollow?: () => void;
  readonly children: ReactNode;
}

/** An anchor that stays one: new tabs and copied addresses work, a plain click stays in the page. */
export const Link = (props: LinkProps): ReactNode => {
  const { to, className, current = false, onFollow, children } = props;
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
    onFollow?.();
  };
  return (
    <a
      href={to}
      onClick={follow}
      {...(className === undefined ? {} : { className })}
      {...(current ? { "aria-current": "page" as const } : {})}
    >
      {children}
    </a>
  );
};
