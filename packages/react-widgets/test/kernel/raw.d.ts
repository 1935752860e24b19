declare module "*?raw" {
  const text: string;
  // Vite answers `?raw` with a default export.
  // oxlint-disable-next-line import/no-default-export
  export default text;
}
