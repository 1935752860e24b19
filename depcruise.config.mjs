// Who may import whom. A room is a folder right under a package's src; its door is its index.ts, a sub-door the
// index.ts of a folder inside it.

// The layers of core, left to right: a room imports only from its left.
const layers = ["kernel", "calendar", "tree", "expression", "filter", "record", "access"];
const topSupport = ["export", "chart", "job"];
const support = [...layers, ...topSupport];
const rightOf = (index) => [...layers.slice(index + 1), ...topSupport];

const layerRules = layers.map((name, index) => ({
  name: `core-layers-${name}`,
  comment: `${name} may import only from the layers before it.`,
  severity: "error",
  from: { path: `^packages/core/src/${name}/` },
  to: { path: `^packages/core/src/(${rightOf(index).join("|")})/` },
}));

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ...layerRules,
    {
      name: "core-support-knows-no-subject",
      comment:
        "Support rooms import neither the ten subject rooms nor their own neighbours at the top.",
      severity: "error",
      from: { path: `^packages/core/src/(${support.join("|")})/` },
      to: { path: "^packages/core/src/", pathNot: `^packages/core/src/($1|${layers.join("|")})/` },
    },
    {
      name: "core-subjects-never-meet",
      comment: "What two subject rooms share moves into a support room.",
      severity: "error",
      from: {
        path: "^packages/core/src/([^/]+)/",
        pathNot: `^packages/core/src/(${support.join("|")})/`,
      },
      to: { path: "^packages/core/src/", pathNot: `^packages/core/src/($1|${support.join("|")})/` },
    },
    {
      name: "rooms-meet-at-their-doors",
      comment:
        "In edge and react-widgets a room uses the files of its own kernel, whose door is for hosts.",
      severity: "error",
      from: { path: "^packages/core/src/([^/]+)/" },
      to: {
        path: "^packages/core/src/[^/]+/",
        pathNot: "^packages/core/src/($1/|[^/]+/index[.]ts$|[^/]+/[^/]+/index[.]ts$)",
      },
    },
    {
      name: "kernel-knows-no-room",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/kernel/" },
      to: { path: "^packages/$1/src/", pathNot: "^packages/$1/src/kernel/" },
    },
    {
      name: "adapters-keep-to-their-room",
      comment:
        "In edge and react-widgets a room never imports a sibling; the package's index.ts joins them.",
      severity: "error",
      from: { path: "^packages/(edge|react-widgets)/src/([^/]+)/" },
      to: { path: "^packages/$1/src/[^/]+/", pathNot: "^packages/$1/src/($2|kernel)/" },
    },
    {
      name: "core-is-pure",
      severity: "error",
      from: { path: "^packages/core/src" },
      to: {
        path: "^packages/(edge|react-widgets)|node_modules/(react|react-dom|hono|drizzle-orm|@libsql)/|^node:",
      },
    },
    {
      name: "core-imports-no-builtin",
      severity: "error",
      from: { path: "^packages/core/src" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "only-calendar-knows-dates",
      severity: "error",
      from: { path: "^packages/core/src", pathNot: "^packages/core/src/calendar/" },
      to: { path: "node_modules/(date-fns|@date-fns)/" },
    },
    {
      name: "edge-and-widgets-are-strangers",
      severity: "error",
      from: { path: "^packages/(edge|react-widgets)/src" },
      to: { path: "^packages/(edge|react-widgets)/", pathNot: "^packages/$1/" },
    },
    {
      name: "only-declared",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|dist" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
    },
  },
};
