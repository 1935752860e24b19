import { useEffect, useState } from "react";

export type Theme = "light" | "dark" | "auto";

const stored = (): Theme => {
  const value = localStorage.getItem("portal-theme");
  return value === "light" || value === "dark" ? value : "auto";
};

/** The chosen theme, kept in this browser; `auto` follows the system. */
export const useTheme = (): readonly [theme: Theme, choose: (theme: Theme) => void] => {
  const [theme, choose] = useState(stored);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem("portal-theme", theme);
  }, [theme]);
  return [theme, choose];
};
