import { ApiKeys } from "@ennead/react-widgets/access";
import type { ReactNode } from "react";

/** One's own keys for programs; administrators see all of the company. */
export const KeysPage = (): ReactNode => (
  <div className="portal-widget">
    <h1 className="portal-hidden">API keys</h1>
    <ApiKeys />
  </div>
);
