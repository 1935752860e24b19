import type { Strings } from "../../kernel/strings.ts";

export interface ExplanationStrings {
  readonly title: string;
  readonly of: (name: string) => string;
  readonly whom: string;
}

export const explanationStrings: Strings<ExplanationStrings> = {
  en: {
    title: "Why can somebody see this?",
    of: (name) => `Why can ${name} see this, or not?`,
    whom: "Person",
  },
  de: {
    title: "Warum kann jemand das sehen?",
    of: (name) => `Warum kann ${name} das sehen oder nicht?`,
    whom: "Person",
  },
};
