declare module "*?raw" {
  const text: string;
  // Vite answers `?raw` with a default export.
  // oxlint-disable-next-line import/no-default-export
  export default text;
}

// What the bundler of the tests offers, as far as they use it.
interface ImportMeta {
  readonly glob: <T>(
    pattern: string,
    options: { readonly query?: string; readonly import?: string; readonly eager: true },
  ) => Readonly<Record<string, T>>;
}
