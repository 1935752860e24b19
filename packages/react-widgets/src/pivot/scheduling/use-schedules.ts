"use client";
import {
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from "@tanstack/react-query";

import type {
  PivotCreateScheduleBody,
  PivotDeliveriesAnswer,
  ReportDelivery,
  ReportSchedule,
} from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { useAction, type Action } from "../../kernel/parts/use-action.ts";
import { queryDefaults } from "../../kernel/queries.ts";

export interface SavedSchedule {
  /** Null for a new one. */
  readonly held: ReportSchedule | null;
  readonly body: PivotCreateScheduleBody;
}

export interface Schedules {
  readonly list: UseQueryResult<readonly ReportSchedule[]>;
  readonly save: Action<SavedSchedule>;
  readonly pause: Action<ReportSchedule>;
  readonly remove: Action<ReportSchedule>;
  readonly test: Action<ReportSchedule>;
}

interface Heard {
  readonly onSaved: () => void;
  readonly onRemoved: () => void;
  readonly onTested: () => void;
}

const mailKey = (baseUrl: string, id: string) => ["ennead", baseUrl, "report", id, "mail"] as const;

/** The schedules of a saved report that the reader looks after, and what can be done with them. */
export const useSchedules = (id: string, heard: Heard): Schedules => {
  const { client } = useEnnead();
  const { pivot } = client;
  const stale = mailKey(client.baseUrl, id);
  const list = useQuery({
    ...queryDefaults,
    queryKey: [...stale, "schedules"],
    queryFn: async ({ signal }) => (await pivot.schedules({ params: { id }, signal })).items,
  });
  const of = ({ id: schedule, version }: ReportSchedule) => ({
    params: { id, schedule },
    ifMatch: version,
  });
  const save = useAction(
    ({ held, body }: SavedSchedule, idempotencyKey) =>
      held === null
        ? pivot.createSchedule({ params: { id }, body, idempotencyKey })
        : pivot.updateSchedule({ ...of(held), body, idempotencyKey }),
    stale,
    heard.onSaved,
  );
  const pause = useAction(
    (held: ReportSchedule, idempotencyKey) =>
      pivot.updateSchedule({ ...of(held), body: { paused: !held.paused }, idempotencyKey }),
    stale,
  );
  const remove = useAction(
    (held: ReportSchedule, idempotencyKey) => pivot.deleteSchedule({ ...of(held), idempotencyKey }),
    stale,
    heard.onRemoved,
  );
  const test = useAction(
    ({ id: schedule }: ReportSchedule, idempotencyKey) =>
      pivot.testSchedule({ params: { id, schedule }, idempotencyKey }),
    stale,
    heard.onTested,
  );
  return { list, save, pause, remove, test };
};

const isUnderWay = ({ state }: ReportDelivery): boolean =>
  state === "pending" || state === "sending";

/** What became of the mails of a report, the newest first; asked again while one is under way. */
export const useDeliveries = (
  id: string,
): UseInfiniteQueryResult<{ readonly pages: readonly PivotDeliveriesAnswer[] }> => {
  const { client } = useEnnead();
  return useInfiniteQuery({
    ...queryDefaults,
    queryKey: [...mailKey(client.baseUrl, id), "deliveries"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.pivot.deliveries({
        params: { id },
        query: { limit: "20", cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isUnderWay)) === true ? 3000 : false,
  });
};

export interface DeliveryActions {
  readonly settle: Action<{ readonly delivery: ReportDelivery; readonly arrived: boolean }>;
  readonly resend: Action<ReportDelivery>;
}

/** What a person can do about a mail of which nobody knows whether it has arrived, or that failed. */
export const useDeliveryActions = (
  id: string,
  heard: {
    readonly onSettled: (delivery: ReportDelivery) => void;
    readonly onResent: (delivery: ReportDelivery) => void;
  },
): DeliveryActions => {
  const { client } = useEnnead();
  const { pivot } = client;
  const stale = mailKey(client.baseUrl, id);
  const settle = useAction(
    (
      { delivery, arrived }: { readonly delivery: ReportDelivery; readonly arrived: boolean },
      idempotencyKey,
    ) =>
      pivot.settleDelivery({
        params: { id, delivery: delivery.id },
        body: { arrived },
        idempotencyKey,
      }),
    stale,
    heard.onSettled,
  );
  const resend = useAction(
    (delivery: ReportDelivery, idempotencyKey) =>
      pivot.resendDelivery({ params: { id, delivery: delivery.id }, idempotencyKey }),
    stale,
    heard.onResent,
  );
  return { settle, resend };
};
