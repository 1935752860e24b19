import type { ReactNode } from "react";

const at = [5, 12, 19];

/** The sign of Ennead: nine dots, one for each system. */
export const Mark = (): ReactNode => (
  <svg className="portal-mark" viewBox="0 0 24 24" aria-hidden="true">
    {at.flatMap((y, row) =>
      at.map((x, column) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="2.6" opacity={row === column ? 1 : 0.42} />
      )),
    )}
  </svg>
);
