/** Merges the moments at `from` (count, mean, sum of squared differences) into those at `into`. Chan, Golub, LeVeque 1979. */
export const mergeMoments = (state: Float64Array, into: number, from: number): void => {
  const other = state[from]!;
  if (other === 0) return;
  const own = state[into]!;
  const all = own + other;
  const apart = state[from + 1]! - state[into + 1]!;
  state[into] = all;
  state[into + 1]! += (apart * other) / all;
  state[into + 2]! += state[from + 2]! + (apart * apart * own * other) / all;
};
