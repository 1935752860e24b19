import type { Room } from "../room.ts";
import type { Strategy, StrategyDeps } from "./auth.ts";

/** The strategies of the host between those of the rooms that go first and those that go last. */
export const strategiesOf = (
  rooms: readonly Pick<Room, "strategies">[],
  host: readonly Strategy[],
  deps: StrategyDeps,
): readonly Strategy[] => {
  const brought = rooms.flatMap((room) => room.strategies?.(deps) ?? []);
  return [
    ...brought.flatMap(({ first = [] }) => first),
    ...host,
    ...brought.flatMap(({ last = [] }) => last),
  ];
};
