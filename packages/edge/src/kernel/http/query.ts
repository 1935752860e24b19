import { err, fault, ok, type Result } from "@ennead/core/kernel";

/** How much a query may hold. A filter of a list stands in it, so it may be as long as servers pass on. */
export const queryLimits = { characters: 16_384, parameters: 100 } as const;

const bad = (message: string, at?: string): Result<never> =>
  err(fault("kernel/bad-request", message, at === undefined ? undefined : [at]));

/** The parameters of the query, each of which is given once. */
export const readQuery = ({
  search,
  searchParams,
}: URL): Result<Readonly<Record<string, string>>> => {
  if (search === "") return ok({});
  const { characters, parameters } = queryLimits;
  if (search.length > characters) return bad(`A query has at most ${characters} characters.`);
  const query = new Map<string, string>();
  for (const [name, value] of searchParams) {
    if (query.has(name)) return bad("A query parameter is given twice.", name.slice(0, 200));
    if (query.size === parameters) return bad(`A query has at most ${parameters} parameters.`);
    query.set(name, value);
  }
  return ok(Object.fromEntries(query));
};
