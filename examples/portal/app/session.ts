import { createClient, ProblemError, type MeAnswer } from "@ennead/react-widgets/client";
import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";

import { api } from "./api.ts";

/** The session cookie signs what it sends. */
const client = createClient({ baseUrl: "" });

export interface DemoUser {
  readonly user: string;
  readonly name: string;
  readonly role: string;
  readonly about: string;
  readonly company: string;
  readonly companyName: string;
}

const loadMe = async (): Promise<MeAnswer | null> => {
  // Asked first, because a visitor is no error that a browser should log.
  const { user } = await api<{ user: DemoUser | null }>("GET", "/demo/session");
  if (user === null) return null;
  try {
    return await client.access.me();
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
};

/** `data` is null for a visitor who has not signed in. */
export const useMe = () => useQuery({ queryKey: ["me"], queryFn: loadMe, staleTime: 60_000 });

export const useDemoUsers = () =>
  useQuery({
    queryKey: ["demo-users"],
    queryFn: () => api<{ items: readonly DemoUser[] }>("GET", "/demo/users"),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useSignIn = (): UseMutationResult<void, Error, string> => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (user: string) => {
      await api("POST", "/demo/session", { user });
      queries.setQueryData(["me"], await loadMe());
    },
  });
};

export const useSignOut = (): UseMutationResult<void, Error, void> => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await api("DELETE", "/demo/session");
      queries.setQueryData(["me"], null);
      // Nothing one person saw may be left for the next.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
    },
  });
};
