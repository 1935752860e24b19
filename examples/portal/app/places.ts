import { access } from "../rooms/access.tsx";
import { account } from "../rooms/account.tsx";
import { approval } from "../rooms/approval.tsx";
import { audit } from "../rooms/audit.tsx";
import { forecast } from "../rooms/forecast.tsx";
import { dataImport } from "../rooms/import.tsx";
import { integration } from "../rooms/integration.tsx";
import { marketplace } from "../rooms/marketplace.tsx";
import { pivot } from "../rooms/pivot.tsx";
import { territory } from "../rooms/territory.tsx";
import { versioning } from "../rooms/versioning.tsx";
import type { Place } from "./place.ts";

export interface PlaceGroup {
  readonly label: string;
  readonly places: readonly Place[];
}

/** The nine systems and who may use them, as the navigation groups them. */
export const groups: readonly PlaceGroup[] = [
  { label: "Sell", places: [pivot, forecast, territory, approval] },
  { label: "Data", places: [dataImport, audit] },
  { label: "Platform", places: [integration, versioning, marketplace] },
  { label: "Administer", places: [access] },
];

export const places: readonly Place[] = [...groups.flatMap((group) => group.places), ...account];

/** Whose page a path is; undefined where the portal has none. */
export const placeOf = (path: string): Place | undefined =>
  places.find((place) => path === place.path || path.startsWith(`${place.path}/`));
