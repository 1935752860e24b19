/** The part of pdfmake that is used. */
declare module "pdfmake/js/Printer.js" {
  /** A document of pdfkit: a readable stream that begins to flow once it was ended. */
  export interface PdfDocument extends AsyncIterable<Uint8Array> {
    readonly end: () => void;
  }

  export interface Printer {
    readonly createPdfKitDocument: (definition: object) => Promise<PdfDocument>;
  }

  type PrinterClass = new (
    fonts: Readonly<Record<string, Readonly<Record<string, string>>>>,
    files: object,
    urls: { readonly resolve: (url: string) => void; readonly resolved: () => Promise<void> },
    mayRead: (path: string) => boolean,
  ) => Printer;

  /** A CommonJS module: its exports are its default. */
  const printer: PrinterClass | { readonly default: PrinterClass };
  export default printer;
}
