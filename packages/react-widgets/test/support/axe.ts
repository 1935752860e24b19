import axe from "axe-core";

/** What axe finds, and what it could not decide about contrast; both must be empty. */
export const findings = async (): Promise<string[]> => {
  const result = await axe.run(
    // axe cannot tell what lies behind text inside an SVG; the colours of charts have a test of their own.
    { include: [document.body], exclude: [".ennead-chart-drawing"] },
    {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      rules: {
        // The page around the widget belongs to the host.
        region: { enabled: false },
        "page-has-heading-one": { enabled: false },
        "landmark-one-main": { enabled: false },
        bypass: { enabled: false },
      },
    },
  );
  const undecided = result.incomplete.filter(({ id }) => id === "color-contrast");
  return [...result.violations, ...undecided].flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
  );
};
