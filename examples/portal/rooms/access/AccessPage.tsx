import { AccessManager } from "@ennead/react-widgets/access";
import type { ReactNode } from "react";

/** The widget, filling the page. Who comes by the address without the permission is told who can give it. */
export const AccessPage = (): ReactNode => (
  <div className="portal-widget">
    <h1 className="portal-hidden">Access</h1>
    <AccessManager />
  </div>
);
