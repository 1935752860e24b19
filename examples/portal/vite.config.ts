import { join } from "node:path";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = import.meta.dirname;

export default defineConfig({
  root,
  plugins: [react()],
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    // The page runs under `script-src 'self'` without `data:`: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { portal: join(root, "index.html"), "ennead-pivot": join(root, "app/elements.ts") },
      // The script for pages without a build exports the function that registers the element.
      preserveEntrySignatures: "allow-extension",
      output: {
        entryFileNames: ({ name }) =>
          name === "ennead-pivot" ? "elements/[name].js" : "assets/[name]-[hash].js",
      },
      // Widgets mark their modules "use client" for server frameworks; here the line means nothing.
      onwarn: (warning, warn) => {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
