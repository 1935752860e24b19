import type { Column } from "./dataset.ts";
import { placesOf, slotsOf, type Lane, type SlotKind } from "./lane.ts";

/** What a measure needs of the scan. Requests of one `key` share a lane. */
export interface LaneRequest {
  readonly key: string;
  readonly where: Uint8Array | undefined;
  readonly validity: Uint8Array | undefined;
  readonly values?: Float64Array | Int32Array;
  readonly sum?: "plain" | "compensated" | "moments";
  readonly range?: boolean;
  /** The column whose values and validity these are, as they stand there. */
  readonly column?: Column;
}

/** A place in the state that is known once all requests are in. */
export interface LaneHandle {
  readonly places: () => ReturnType<typeof placesOf>;
}

interface Draft {
  readonly request: LaneRequest;
  sum: Lane["sum"];
  range: boolean;
  lane: Lane | undefined;
}

const needsValues = (draft: Draft): boolean => draft.sum !== "none" || draft.range;

/** What was asked for under a key, and the lane that keeps it. */
export interface PlacedRequest {
  readonly request: LaneRequest;
  readonly lane: Lane;
}

export interface LaneLayout {
  readonly lanes: readonly Lane[];
  readonly byKey: ReadonlyMap<string, PlacedRequest>;
  readonly slots: readonly SlotKind[];
}

/** Collects what the measures need and lays it out as lanes: each field and condition is accumulated once. */
export class LanePlanner {
  readonly #drafts = new Map<string, Draft>();

  request(request: LaneRequest): LaneHandle {
    let draft = this.#drafts.get(request.key);
    if (draft === undefined) {
      draft = { request, sum: "none", range: false, lane: undefined };
      this.#drafts.set(request.key, draft);
    }
    const own = draft;
    if (request.sum !== undefined) own.sum = request.sum;
    if (request.range === true) own.range = true;
    return {
      places: () => {
        if (own.lane === undefined) throw new Error("The lanes are not laid out yet.");
        return placesOf(own.lane);
      },
    };
  }

  /** Gives every lane its slots. A lane that only counts shares the count of another over the same rows. */
  layout(): LaneLayout {
    const lanes: Lane[] = [];
    const slots: SlotKind[] = [];
    const drafts = [...this.#drafts.values()];
    for (const draft of [
      ...drafts.filter((one) => needsValues(one)),
      ...drafts.filter((one) => !needsValues(one)),
    ]) {
      const { where, validity, values } = draft.request;
      const { sum, range } = draft;
      const shared = needsValues(draft)
        ? undefined
        : lanes.find((lane) => lane.where === where && lane.validity === validity);
      if (shared !== undefined) {
        draft.lane = { ...shared, sum: "none", range: false };
        continue;
      }
      const lane: Lane = {
        where,
        validity,
        values: needsValues(draft) ? values : undefined,
        sum,
        range,
        at: slots.length,
      };
      draft.lane = lane;
      lanes.push(lane);
      slots.push(...slotsOf(lane));
    }
    const byKey = new Map<string, PlacedRequest>();
    for (const { request, lane } of drafts) {
      if (lane !== undefined) byKey.set(request.key, { request, lane });
    }
    return { lanes, slots, byKey };
  }
}
