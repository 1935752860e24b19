import type { Instant, Json } from "../../kernel/index.ts";
import type { Geo } from "../event.ts";
import { isMatch, memberOf } from "../match.ts";
import { isJsonObject } from "../own.ts";
import type { ImpossibleTravelPolicy } from "./policy.ts";
import { keyText, pairsOf, type Watcher } from "./watcher.ts";

/** Mean radius of the Earth (IUGG), kilometres. */
const radius = 6371.0088;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres by the haversine formula. */
export const distanceKm = (from: Geo, to: Geo): number => {
  const sine = (degrees: number): number => Math.sin(radians(degrees) / 2);
  const across =
    sine(to.lat - from.lat) ** 2 +
    Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * sine(to.lon - from.lon) ** 2;
  return 2 * radius * Math.asin(Math.sqrt(Math.min(1, across)));
};

const geoOf = (value: Json): Geo | undefined => {
  if (!isJsonObject(value)) return undefined;
  const [lat, lon] = [memberOf(value, "lat"), memberOf(value, "lon")];
  return typeof lat === "number" && typeof lon === "number" ? { lat, lon } : undefined;
};

type Visit = readonly [seq: number, at: Instant, lat: number, lon: number];

/** Compares each event that has a place with the one before of the same actor. */
export const watchTravel = (policy: ImpossibleTravelPolicy, saved?: Json): Watcher => {
  const last = pairsOf<Visit>(saved);
  return {
    handle: (event, at) => {
      const here = geoOf(memberOf(event, "geo"));
      if (here === undefined || !isMatch(policy.match ?? {}, event)) return undefined;
      const key = [memberOf(event, "actor")];
      const before = last.get(keyText(key));
      last.set(keyText(key), [event.seq, at, here.lat, here.lon]);
      if (before === undefined) return undefined;
      const [seq, then, lat, lon] = before;
      const km = distanceKm({ lat, lon }, here);
      if (km < policy.minKm) return undefined;
      const hours = (at - then) / 3_600_000;
      const isPossible = hours > 0 && km / hours <= policy.maxKmh;
      return isPossible ? undefined : { key, evidence: () => [seq, event.seq] };
    },
    save: () => [...last],
  };
};
