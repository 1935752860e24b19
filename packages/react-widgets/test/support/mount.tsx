// oxlint-disable-next-line import/no-unassigned-import
import "../../src/styles.css";
import type { ReactNode } from "react";
import { render, type RenderResult } from "vitest-browser-react";
import { page } from "vitest/browser";

import { EnneadProvider, type EnneadProviderProps } from "../../src/kernel/index.ts";
import { PivotReport, type PivotReportProps } from "../../src/pivot/index.ts";
import { testServer, type TestServer } from "./server.ts";

export interface Mounted {
  readonly screen: RenderResult;
  readonly server: TestServer;
}

export const withProvider = (
  server: TestServer,
  children: ReactNode,
  provider: Partial<EnneadProviderProps> = {},
): ReactNode => (
  <div style={{ inlineSize: 1100, blockSize: 700 }}>
    <EnneadProvider
      baseUrl=""
      fetch={server.fetch}
      locale="en"
      currency="EUR"
      theme="light"
      now={() => Date.UTC(2025, 1, 1)}
      {...provider}
    >
      {children}
    </EnneadProvider>
  </div>
);

/** A pivot report over the test server's deals. */
export const mountPivot = async (
  props: PivotReportProps = {},
  provider: Partial<EnneadProviderProps> = {},
  server: TestServer = testServer(),
): Promise<Mounted> => {
  await page.viewport(1200, 800);
  const screen = await render(withProvider(server, <PivotReport {...props} />, provider));
  return { screen, server };
};
