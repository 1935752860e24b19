/** One event of a text/event-stream. */
export interface StreamEvent {
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
  /** The last id the stream has told up to here; empty when there is none. */
  readonly id: string;
}

export interface EventStreamParser {
  /** The events that a further piece of the stream completes, in order. */
  readonly push: (bytes: Uint8Array) => StreamEvent[];
  /** The id to send as Last-Event-ID; it holds from the event on that carried it. */
  readonly lastId: () => string;
  /** Milliseconds that the stream asks to wait before connecting again. */
  readonly retry: () => number | undefined;
}

/**
 * Reads text/event-stream (WHATWG HTML, 9.2.6) piece by piece, wherever the pieces are cut: within a character, or
 * between CR and LF. An event that the end of the stream cuts off is none.
 */
export const createEventStreamParser = (lastEventId = ""): EventStreamParser => {
  // Takes a byte order mark at the very beginning away, keeps the bytes of a cut character.
  const decoder = new TextDecoder("utf-8");
  let line = "";
  let afterReturn = false;
  let event = "";
  let data: string[] = [];
  let id = lastEventId;
  let told = lastEventId;
  let retry: number | undefined;

  const field = (name: string, value: string): void => {
    if (name === "event") event = value;
    else if (name === "data") data.push(value);
    else if (name === "id" && !value.includes("\0")) id = value;
    else if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
  };
  const take = (text: string): void => {
    const colon = text.indexOf(":");
    if (colon === -1) field(text, "");
    else if (colon > 0) field(text.slice(0, colon), text.slice(colon + 1).replace(/^ /, ""));
  };
  const finish = (): StreamEvent | undefined => {
    const made =
      data.length === 0 ? undefined : { event: event || "message", data: data.join("\n"), id };
    told = id;
    event = "";
    data = [];
    return made;
  };

  return {
    lastId: () => told,
    retry: () => retry,
    push: (bytes) => {
      const events: StreamEvent[] = [];
      let text = decoder.decode(bytes, { stream: true });
      if (text === "") return events;
      // The LF of a CRLF whose CR ended the piece before.
      if (afterReturn && text.startsWith("\n")) text = text.slice(1);
      afterReturn = text === "" ? false : text.endsWith("\r");
      const lines = text.split(/\r\n|\r|\n/);
      const rest = lines.pop() ?? "";
      for (const piece of lines) {
        const whole = line + piece;
        line = "";
        const made = whole === "" ? finish() : void take(whole);
        if (made !== undefined) events.push(made);
      }
      line += rest;
      return events;
    },
  };
};
