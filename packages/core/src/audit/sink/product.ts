/** Who the events come from, as collectors of events are told. */
export interface Product {
  readonly vendor: string;
  readonly name: string;
  readonly version: string;
}
