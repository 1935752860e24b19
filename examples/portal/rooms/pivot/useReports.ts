import { useEnnead, type ReportAnswer } from "@ennead/react-widgets/kernel";
import { useQuery } from "@tanstack/react-query";

export type SavedReport = Pick<
  ReportAnswer,
  "id" | "name" | "description" | "ownerId" | "updatedAt"
>;

/** Reports whoever one acts as may open, the latest first, and who that is. */
export const useReports = () => {
  const { client } = useEnnead();
  return useQuery({
    // Beside what the widgets read: forgotten with it when somebody else is meant.
    queryKey: ["ennead", client.baseUrl, "portal-reports"],
    queryFn: async ({ signal }) => {
      const [me, reports] = await Promise.all([
        client.access.me({ signal }),
        client.pivot.list({ query: { limit: "200", sort: "-updatedAt" }, signal }),
      ]);
      return { me, items: reports.items satisfies readonly SavedReport[] };
    },
  });
};
