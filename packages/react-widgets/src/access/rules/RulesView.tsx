"use client";
import type { ReactNode } from "react";

import type { AccessManagerState } from "../useAccessManager.ts";
import { Defaults } from "./Defaults.tsx";
import { Denies } from "./Denies.tsx";

/** What holds for records whoever has them: defaults for everybody, and denies. */
export const RulesView = ({ state }: { readonly state: AccessManagerState }): ReactNode => (
  <div className="ennead-access-column">
    <Defaults state={state} />
    <Denies state={state} />
  </div>
);
