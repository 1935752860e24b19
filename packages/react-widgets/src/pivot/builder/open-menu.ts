/** The one menu of a list that is open. Opened by its row's own key, the list has no trigger to tell it where to begin. */
export interface OpenMenu {
  readonly id: string;
  readonly byRow: boolean;
}
