import type { ReactNode } from "react";

import { Icon, type IconName } from "./Icon.tsx";
import type { Theme } from "./theme.ts";

const choices: readonly (readonly [Theme, IconName, string])[] = [
  ["light", "sun", "Light"],
  ["dark", "moon", "Dark"],
  ["auto", "auto", "As the system"],
];

export const ThemeSwitch = ({
  theme,
  onChoose,
}: {
  readonly theme: Theme;
  readonly onChoose: (theme: Theme) => void;
}): ReactNode => (
  <fieldset className="portal-switch">
    <legend className="portal-hidden">Colours</legend>
    {choices.map(([value, icon, label]) => (
      <label key={value} title={label}>
        <input
          type="radio"
          name="theme"
          className="portal-hidden"
          value={value}
          checked={theme === value}
          onChange={() => {
            onChoose(value);
          }}
        />
        <Icon name={icon} />
        <span className="portal-hidden">{label}</span>
      </label>
    ))}
  </fieldset>
);
