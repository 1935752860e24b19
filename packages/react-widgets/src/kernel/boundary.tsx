"use client";
import { Component, type ReactNode } from "react";

import { useStrings } from "./context.ts";
import { StatePanel } from "./state-panel.tsx";
import { kernelStrings } from "./strings.ts";

interface BoundaryProps {
  readonly children: ReactNode;
  readonly onError?: ((error: unknown) => void) | undefined;
}

const Crashed = ({ onRetry }: { readonly onRetry: () => void }): ReactNode => {
  const strings = useStrings(kernelStrings);
  return (
    <StatePanel kind="error" title={strings.crashed} text={strings.crashedHint}>
      <button type="button" className="ennead-button" onClick={onRetry}>
        {strings.retry}
      </button>
    </StatePanel>
  );
};

/** Keeps a crash of one widget inside that widget: the host's page stays, and the reader can try again. */
export class ErrorBoundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state: { readonly failed: boolean } = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error);
  }

  private readonly retry = (): void => this.setState({ failed: false });

  override render(): ReactNode {
    return this.state.failed ? <Crashed onRetry={this.retry} /> : this.props.children;
  }
}
