/**
 * A look at the frame of an Arrow stream before it is decoded. The decoder trusts counts and lengths: a single broken
 * byte can make it allocate for billions of rows. Here every count is held against the bytes that would have to carry
 * it. Layout: the Arrow columnar format, "IPC streaming format", with Message.fbs and Schema.fbs.
 */

/** Arrow type numbers (Schema.fbs, union Type) that a column can hold. */
const known: ReadonlySet<number> = new Set([1, 2, 3, 5, 6, 7, 8, 10, 20, 24]);

/** Rows that a batch may claim without bytes to show for them: columns of type null have none. */
const freeRows = 2 ** 20;
const mostFields = 10_000;

const schemaHeader = 1;
const dictionaryHeader = 2;
const recordHeader = 3;

/** Reads flatbuffer tables; positions are absolute, and reading outside throws RangeError. */
class Reader {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#view.byteLength;
  }

  int(at: number): number {
    return this.#view.getInt32(at, true);
  }

  long(at: number): number {
    return Number(this.#view.getBigInt64(at, true));
  }

  byte(at: number): number {
    return this.#view.getUint8(at);
  }

  follow(at: number): number {
    return at + this.#view.getUint32(at, true);
  }

  /** Where field `index` of the table stands; 0 when it is absent. */
  field(table: number, index: number): number {
    const vtable = table - this.int(table);
    const slot = 4 + index * 2;
    if (slot >= this.#view.getUint16(vtable, true)) return 0;
    const offset = this.#view.getUint16(vtable + slot, true);
    return offset === 0 ? 0 : table + offset;
  }

  /** Start and count of a vector; throws where it is longer than the bytes. */
  vector(at: number, stride: number): { readonly start: number; readonly count: number } {
    if (at === 0) return { start: 0, count: 0 };
    const vector = this.follow(at);
    const count = this.#view.getUint32(vector, true);
    if (vector + 4 + count * stride > this.length) throw new RangeError("A vector is cut off.");
    return { start: vector + 4, count };
  }
}

const checkFields = (reader: Reader, schema: number): string | undefined => {
  const fields = reader.vector(reader.field(schema, 1), 4);
  if (fields.count > mostFields) return `It has ${fields.count} columns.`;
  reader.vector(reader.field(schema, 2), 4);
  for (let at = 0; at < fields.count; at += 1) {
    const field = reader.follow(fields.start + at * 4);
    const type = reader.field(field, 2);
    if (type === 0 || !known.has(reader.byte(type))) {
      return `Column ${at + 1} has an Arrow type that no column holds.`;
    }
    if (reader.vector(reader.field(field, 5), 4).count > 0) return `Column ${at + 1} is nested.`;
    reader.vector(reader.field(field, 6), 4);
  }
  return undefined;
};

const checkBatch = (reader: Reader, batch: number, bodyLength: number): string | undefined => {
  // Every value takes at least one bit.
  const most = Math.max(freeRows, bodyLength * 8);
  const lengthAt = reader.field(batch, 0);
  const length = lengthAt === 0 ? 0 : reader.long(lengthAt);
  const nodes = reader.vector(reader.field(batch, 1), 16);
  const buffers = reader.vector(reader.field(batch, 2), 16);
  reader.vector(reader.field(batch, 4), 8);
  if (length < 0 || length > most) return `A batch claims ${length} rows.`;
  for (let at = 0; at < nodes.count; at += 1) {
    if (reader.long(nodes.start + at * 16) !== length)
      return "A column is not as long as its batch.";
  }
  for (let at = 0; at < buffers.count; at += 1) {
    const offset = reader.long(buffers.start + at * 16);
    const size = reader.long(buffers.start + at * 16 + 8);
    if (offset < 0 || size < 0 || offset + size > bodyLength) return "A buffer is cut off.";
  }
  return undefined;
};

const checkMessage = (
  reader: Reader,
  start: number,
): { readonly refused: string | undefined; readonly bodyLength: number } => {
  const message = reader.follow(start);
  const kindAt = reader.field(message, 1);
  const headerAt = reader.field(message, 2);
  const bodyAt = reader.field(message, 3);
  const bodyLength = bodyAt === 0 ? 0 : reader.long(bodyAt);
  if (bodyLength < 0) return { refused: "A body has no length.", bodyLength: 0 };
  const kind = kindAt === 0 ? 0 : reader.byte(kindAt);
  const header = headerAt === 0 ? 0 : reader.follow(headerAt);
  switch (kind) {
    case schemaHeader:
      return { refused: checkFields(reader, header), bodyLength };
    case recordHeader:
      return { refused: checkBatch(reader, header, bodyLength), bodyLength };
    case dictionaryHeader: {
      const data = reader.field(header, 1);
      return {
        refused:
          data === 0
            ? "A dictionary has no data."
            : checkBatch(reader, reader.follow(data), bodyLength),
        bodyLength,
      };
    }
    default:
      return { refused: "A message is neither schema nor data.", bodyLength };
  }
};

/** Why the bytes are no stream that can be decoded; undefined where they can. Throws RangeError on some broken bytes. */
export const refuseStream = (bytes: Uint8Array): string | undefined => {
  const reader = new Reader(bytes);
  let at = 0;
  while (at + 4 <= reader.length) {
    // Streams since Arrow 0.15 begin each message with a continuation mark.
    if (reader.int(at) !== -1) return "A message does not begin with its mark.";
    const metadata = reader.int(at + 4);
    if (metadata === 0) return undefined;
    if (metadata < 8 || at + 8 + metadata > reader.length) return "A message is cut off.";
    const { refused, bodyLength } = checkMessage(reader, at + 8);
    if (refused !== undefined) return refused;
    at += 8 + metadata + bodyLength;
    if (at > reader.length) return "A body is cut off.";
  }
  return at === 0 ? "There are no bytes." : undefined;
};
