import type { ComponentType } from "react";

import type { IconName } from "./Icon.tsx";

/** One of the nine systems, or access to them, in the portal's navigation. */
export interface Place {
  readonly room: string;
  readonly path: `/${string}`;
  readonly label: string;
  readonly icon: IconName;
  /** The system permission without which it is not offered. */
  readonly permission?: string;
  /** Whether this release has it. */
  readonly live: boolean;
  /** `rest` is the path below the place: `/reports/<rest>`. */
  readonly Page: ComponentType<{ readonly rest: string }>;
}
