/**
 * The cycles among the nodes that no root reaches (`pos` is -1), each with its members by node number, the cycles by
 * their first member. Every node is walked over once. O(n).
 */
export const findCycles = (parent: Int32Array, pos: Int32Array): readonly (readonly number[])[] => {
  const cycles: number[][] = [];
  const walk = new Int32Array(parent.length);
  for (let start = 0; start < parent.length; start += 1) {
    if (pos[start]! >= 0 || walk[start] !== 0) continue;
    const mark = start + 1;
    let node = start;
    while (walk[node] === 0) {
      walk[node] = mark;
      node = parent[node]!;
    }
    if (walk[node] !== mark) continue;
    const members = [node];
    for (let other = parent[node]!; other !== node; other = parent[other]!) members.push(other);
    cycles.push(members.toSorted((a, b) => a - b));
  }
  return cycles.toSorted(([a = 0], [b = 0]) => a - b);
};
