/** IANA zones to choose from, with the one that is held. Browsers leave UTC out of what they list. */
export const timeZones = (held = ""): readonly string[] => {
  const known = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  return held === "" || known.includes(held) ? known : [held, ...known];
};
