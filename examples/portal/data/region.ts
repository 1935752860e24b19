const abroad: Readonly<Record<string, string>> = {
  Mexico: "LATAM",
  Argentina: "LATAM",
  India: "APAC",
  Singapore: "APAC",
  Japan: "APAC",
  "South Korea": "APAC",
};

const inAmerica: Readonly<Record<string, string>> = {
  Boston: "East",
  Raleigh: "East",
  Toronto: "East",
  Columbus: "Central",
  Chicago: "Central",
  Austin: "Central",
  Denver: "West",
  Portland: "West",
  Calgary: "West",
  "San Jose": "West",
};

/** The sales region of an address, as the picklist `region` names it. */
export const regionOf = (country: string, city: string): string => {
  if (country === "United States" || country === "Canada") return inAmerica[city] ?? "Central";
  return abroad[country] ?? "EMEA";
};
