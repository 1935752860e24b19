import type { MeAnswer } from "@ennead/react-widgets/kernel";
import { useRef, type ReactNode } from "react";

import { account } from "../rooms/account.tsx";
import { Icon } from "./Icon.tsx";
import { initialsOf } from "./initials.ts";
import { Link } from "./router.tsx";
import { useSignOut } from "./session.ts";

/** Who is signed in, and the way out. */
export const UserMenu = ({ me }: { readonly me: MeAnswer }): ReactNode => {
  const panel = useRef<HTMLDivElement>(null);
  const signOut = useSignOut();
  return (
    <div className="portal-user">
      <button type="button" className="portal-user-button" popoverTarget="user-menu">
        <span className="portal-avatar" aria-hidden="true">
          {initialsOf(me.user.name)}
        </span>
        <span className="portal-user-text">
          <span className="portal-user-name">{me.user.name}</span>
          <span className="portal-user-company">{me.company.name}</span>
        </span>
        <Icon name="chevron" />
      </button>
      <div id="user-menu" ref={panel} popover="auto" className="portal-popover">
        <p className="portal-user-mail">{me.user.email}</p>
        <p className="portal-user-roles">{me.user.roles.join(", ")}</p>
        {account
          .filter(
            ({ permission }) =>
              permission === undefined || me.permissions.system.includes(permission),
          )
          .map(({ path, icon, label }) => (
            <Link
              key={path}
              to={path}
              className="portal-menu-item"
              onFollow={() => panel.current?.hidePopover()}
            >
              <Icon name={icon} /> {label}
            </Link>
          ))}
        <a className="portal-menu-item" href="/api/reference">
          <Icon name="code" /> API reference
        </a>
        <button
          type="button"
          className="portal-menu-item"
          disabled={signOut.isPending}
          onClick={() => {
            panel.current?.hidePopover();
            signOut.mutate();
          }}
        >
          <Icon name="out" /> Sign out
        </button>
      </div>
    </div>
  );
};
