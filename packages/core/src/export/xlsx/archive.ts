import { strToU8, Zip, ZipDeflate } from "fflate";

/** One file of an archive that is being written. */
export interface ArchiveEntry {
  readonly write: (text: string) => void;
  readonly end: () => void;
  /** Bytes written so far, before compression. */
  readonly size: () => number;
}

export interface Archive {
  /** Begins a file. Several may be written in turns; those that began later wait compressed. */
  readonly open: (path: string) => ArchiveEntry;
  readonly add: (path: string, bytes: Uint8Array) => void;
  readonly end: () => void;
  /** What is ready to be sent, once. */
  readonly take: () => Uint8Array[];
}

/** 1 June 1980: any fixed time that a zip can hold in every zone, so that the same table makes the same file. */
const fixedTime = 328_665_600_000;

const bufferLength = 65_536;

/** An archive without ZIP64 ends here. */
const largest = 2 ** 32 - 2 ** 26;

/** A zip that is made piece by piece, without a clock and without a runtime's own compression. */
export const createArchive = (): Archive => {
  let ready: Uint8Array[] = [];
  let sent = 0;
  const zip = new Zip((error, data) => {
    if (error !== null) throw error;
    sent += data.length;
    if (sent > largest) throw new RangeError("A workbook holds at most 4 GiB; export fewer rows.");
    ready.push(data);
  });
  const begin = (path: string): ZipDeflate => {
    // Twice the speed of the default for a tenth more bytes.
    const file = new ZipDeflate(path, { level: 2 });
    file.mtime = fixedTime;
    zip.add(file);
    return file;
  };
  const open = (path: string): ArchiveEntry => {
    const file = begin(path);
    let buffer = "";
    let size = 0;
    const flush = (isLast: boolean): void => {
      const bytes = strToU8(buffer);
      buffer = "";
      size += bytes.length;
      file.push(bytes, isLast);
    };
    return {
      write: (text) => {
        buffer += text;
        if (buffer.length >= bufferLength) flush(false);
      },
      end: () => flush(true),
      size: () => size,
    };
  };
  return {
    open,
    add: (path, bytes) => begin(path).push(bytes, true),
    end: () => zip.end(),
    take: () => {
      const taken = ready;
      ready = [];
      return taken;
    },
  };
};
