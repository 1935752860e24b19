"use client";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";

import type { SharesAnswer, ViewersAnswer } from "../api.gen.ts";
import { createActionKeys } from "../client/action-key.ts";
import { useEnnead } from "../context.ts";
import { ProblemError, type ProblemPart } from "../problem.ts";
import { queryDefaults } from "../queries.ts";
import { draftOf, givesSame, writtenOf, type DraftShare } from "./draft.ts";
import { mergeShares } from "./merge.ts";

/** What is shared: a record of an object, or a thing of a room (`pivot.report`). */
export interface Shared {
  readonly object: string;
  readonly id: string;
}

export type Viewer = ViewersAnswer["items"][number];

/** Somebody else has changed shares that the reader changed as well: nothing was written. */
export class ShareConflict extends Error {
  readonly theirs: readonly DraftShare[];
  readonly merged: readonly DraftShare[];
  readonly targets: ReadonlySet<string>;
  constructor(
    theirs: readonly DraftShare[],
    merged: readonly DraftShare[],
    targets: ReadonlySet<string>,
  ) {
    super("Somebody else has changed these shares in the meantime.");
    this.name = "ShareConflict";
    this.theirs = theirs;
    this.merged = merged;
    this.targets = targets;
  }
}

const partsByTarget = (
  { errors }: ProblemError,
  sent: readonly DraftShare[],
): ReadonlyMap<string, ProblemPart> =>
  new Map(
    errors.flatMap((part) => {
      const index = /^\/shares\/(\d+)(?:\/|$)/.exec(part.pointer ?? "")?.[1];
      const to = index === undefined ? undefined : sent[Number(index)]?.to;
      return to === undefined ? [] : [[to, part] as const];
    }),
  );

/** The set was refused for what is wrong with these shares, by target. */
export class SharesRefused extends Error {
  readonly byTarget: ReadonlyMap<string, ProblemPart>;
  constructor(byTarget: ReadonlyMap<string, ProblemPart>, cause: unknown) {
    super("Shares were refused.", { cause });
    this.name = "SharesRefused";
    this.byTarget = byTarget;
  }
}

interface Wanted {
  readonly base: readonly DraftShare[];
  readonly mine: readonly DraftShare[];
}

export interface Shares {
  readonly list: UseQueryResult<SharesAnswer>;
  /** Answered to those only who may share it. */
  readonly viewers: UseQueryResult<ViewersAnswer>;
  readonly save: {
    readonly run: (wanted: Wanted) => void;
    readonly busy: boolean;
    readonly error: Error | null;
    readonly forget: () => void;
  };
}

const sameSet = (a: readonly DraftShare[], b: readonly DraftShare[]): boolean =>
  a.length === b.length &&
  a.every((one) =>
    givesSame(
      one,
      b.find(({ to }) => to === one.to),
    ),
  );

/**
 * With whom something is shared, who sees it, and the writing of the whole set. Right before it is written it is read
 * again: what somebody else did to other targets stays, and what he did to the same ones is asked about.
 */
export const useShares = (
  { object, id }: Shared,
  heard: {
    readonly onSaved: () => void;
    readonly onConflict: (conflict: ShareConflict) => void;
  },
): Shares => {
  const { client } = useEnnead();
  const { access } = client;
  const queries = useQueryClient();
  const params = { object, record: id };
  const key = ["ennead", client.baseUrl, "shares", object, id];
  const list = useQuery({
    ...queryDefaults,
    queryKey: [...key, "list"],
    queryFn: ({ signal }) => access.listShares({ params, signal }),
    // A draft is based on it: it changes under nobody's hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const viewers = useQuery({
    ...queryDefaults,
    queryKey: [...key, "viewers"],
    queryFn: ({ signal }) => access.whoCanSee({ params, signal }),
    gcTime: 0,
  });
  const [keys] = useState(createActionKeys);
  const saving = useMutation({
    networkMode: "always",
    mutationFn: async ({ base, mine }: Wanted) => {
      const theirs = await access.listShares({ params });
      const found = theirs.items.map(draftOf);
      const { shares, conflicts } = mergeShares(base, mine, found);
      if (conflicts.size > 0) throw new ShareConflict(found, shares, conflicts);
      if (sameSet(shares, found)) return theirs;
      const body = { shares: shares.map(writtenOf) };
      try {
        const idempotencyKey = keys.keyOf([key, body]);
        return await access.replaceShares({ params, body, idempotencyKey });
      } catch (error) {
        const byTarget =
          error instanceof ProblemError ? partsByTarget(error, shares) : new Map<string, never>();
        throw byTarget.size === 0 ? error : new SharesRefused(byTarget, error);
      }
    },
    onSuccess: async (answer) => {
      keys.done();
      queries.setQueryData([...key, "list"], answer);
      heard.onSaved();
      await queries.invalidateQueries({ queryKey: [...key, "viewers"] });
    },
    onError: (error) => {
      if (error instanceof ShareConflict) heard.onConflict(error);
    },
  });
  return {
    list,
    viewers,
    save: {
      run: saving.mutate,
      busy: saving.isPending,
      error: saving.error,
      forget: saving.reset,
    },
  };
};
