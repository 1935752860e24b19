import { ImpersonationForm } from "@ennead/react-widgets/access";
import type { ReactNode } from "react";

import { navigate } from "../../app/router.tsx";

/** Begins to act as somebody else, and goes where there is something to see as him. */
export const ActAsPage = (): ReactNode => (
  <div className="portal-widget">
    <h1 className="portal-hidden">Act as somebody else</h1>
    <ImpersonationForm onStarted={() => navigate("/reports")} />
  </div>
);
