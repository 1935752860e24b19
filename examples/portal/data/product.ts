export interface SampleProduct {
  readonly key: string;
  readonly name: string;
  readonly code: string;
  readonly family: string;
  /** List price in whole units of the company's currency. */
  readonly price: number;
}

const families: readonly (readonly [family: string, code: string, names: string, price: number])[] =
  [
    [
      "Sensors",
      "SE",
      "Fathom Probe,Lumen Probe,Pulse Gauge,Tilt Gauge,Frost Gauge,Echo Probe",
      480,
    ],
    [
      "Analysers",
      "AN",
      "Prism 200,Prism 400,Prism 800,Vapour Bench,Trace Bench,Spectra Cart",
      9200,
    ],
    [
      "Software",
      "SW",
      "Lens Desk,Lens Fleet,Lens Vault,Recipe Studio,Signal Notebook,Signal Hub",
      3600,
    ],
    [
      "Services",
      "SV",
      "Calibration Visit,Care Plan,Care Plan Plus,Training Day,Migration,Rental",
      1500,
    ],
  ];

/** The price list, the same in both companies: four families of six. */
export const products: readonly SampleProduct[] = families.flatMap(([family, code, names, price]) =>
  names.split(",").map((name, at) => ({
    key: `P-${code}${at + 1}`,
    name,
    code: `${code}-${100 + at * 20}`,
    family,
    price: Math.round((price * (1 + at * 0.45)) / 10) * 10,
  })),
);
