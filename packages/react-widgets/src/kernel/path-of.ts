import { operations, type Operations } from "./api.gen.ts";

/** The path of an operation with its parameters, each of them encoded. */
export const pathOf = <Id extends keyof Operations>(
  id: Id,
  params: Operations[Id]["params"],
): `/${string}` => {
  const values: Readonly<Record<string, string>> = { ...params };
  return operations[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ""),
  ) as `/${string}`;
};
