import type { ReactNode } from "react";

import { Icon, type IconName } from "./Icon.tsx";

export interface PlannedProps {
  readonly title: string;
  readonly icon: IconName;
  /** One sentence: what it is for. */
  readonly promise: string;
  /** What one will be able to do. */
  readonly points: readonly { readonly title: string; readonly text: string }[];
  /** What is there today already. */
  readonly today?: string;
}

/** An honest page for a system that this release does not have yet. */
export const Planned = ({ title, icon, promise, points, today }: PlannedProps): ReactNode => (
  <div className="portal-planned">
    <div className="portal-planned-head">
      <span className="portal-planned-icon">
        <Icon name={icon} />
      </span>
      <p className="portal-tag">Not in this release yet</p>
      <h1>{title}</h1>
      <p className="portal-lead">{promise}</p>
    </div>
    <ul className="portal-planned-points">
      {points.map((point) => (
        <li key={point.title}>
          <h2>{point.title}</h2>
          <p>{point.text}</p>
        </li>
      ))}
    </ul>
    {today === undefined ? null : <p className="portal-planned-today">{today}</p>}
  </div>
);
