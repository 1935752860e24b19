/*
 * Loads a CSV file of deals into a running portal, through the bulk route:
 *
 *   node scripts/load-csv.ts maven.csv --url http://localhost:8787 --user admin
 *
 * The columns it knows are listed in `columns` below; others are named and left out. The file is read and sent as a
 * stream, so its size does not matter. Running it again changes nothing: each row is found by its opportunity_id.
 * A run that breaks off names its key; with `--key <key>` the server skips what that run has finished.
 */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";

const object = "deal";

type Kind = "text" | "date" | "money";

/** CSV column → field of the object and how its text is read. `opportunity_id` is the external id and the name. */
const columns: Readonly<Record<string, readonly [field: string, kind: Kind]>> = {
  opportunity_id: ["name", "text"],
  sales_agent: ["salesAgent", "text"],
  product: ["product", "text"],
  account: ["account", "text"],
  deal_stage: ["dealStage", "text"],
  engage_date: ["engageDate", "date"],
  close_date: ["closeDate", "date"],
  close_value: ["closeValue", "money"],
  sector: ["sector", "text"],
  office_location: ["officeLocation", "text"],
  series: ["series", "text"],
  sales_price: ["salesPrice", "money"],
  manager: ["manager", "text"],
  regional_office: ["regionalOffice", "text"],
};

const usage = "Usage: node scripts/load-csv.ts <file.csv> [--url …] [--user …] [--key …]";

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

/**
 * Records of an RFC 4180 file, field by field, as they arrive. Both line ends are taken; an empty field is null, a
 * quoted empty one is "".
 */
export async function* readCsv(
  chunks: AsyncIterable<string>,
): AsyncGenerator<readonly (string | null)[]> {
  let row: (string | null)[] = [];
  let field = "";
  let quoted = false;
  let state: "plain" | "inside" | "quote" = "plain";
  const endField = (): void => {
    row.push(field === "" && !quoted ? null : field);
    field = "";
    quoted = false;
  };
  for await (const chunk of chunks) {
    for (const character of chunk) {
      if (state === "inside") {
        if (character === '"') state = "quote";
        else field += character;
      } else if (character === '"' && state === "quote") {
        field += '"';
        state = "inside";
      } else if (character === '"' && field === "" && !quoted) {
        quoted = true;
        state = "inside";
      } else {
        state = "plain";
        if (character === ",") endField();
        else if (character === "\n") {
          endField();
          if (row.length > 1 || row[0] !== null) yield row;
          row = [];
        } else if (character !== "\r") field += character;
      }
    }
  }
  if (state === "inside") throw new Error("The file ends inside a quoted field.");
  if (row.length > 0 || field !== "" || quoted) {
    endField();
    yield row;
  }
}

const valueOf = (kind: Kind, text: string, currency: string): unknown =>
  kind === "money" ? { amount: text, currency } : text;

/** The NDJSON line of one row; empty fields are left out. */
const lineOf = (
  header: readonly (string | null)[],
  row: readonly (string | null)[],
  currency: string,
): string => {
  const fields: Record<string, unknown> = {};
  for (const [at, name] of header.entries()) {
    const column = columns[name ?? ""];
    const text = row[at] ?? null;
    if (column !== undefined && text !== null) {
      fields[column[0]] = valueOf(column[1], text, currency);
    }
  }
  const externalId = row[header.indexOf("opportunity_id")] ?? null;
  return `${JSON.stringify({ externalId, fields })}\n`;
};

/** Lines leave in parcels of about this many characters. */
const parcel = 65_536;

async function* linesOf(file: string, currency: string): AsyncGenerator<string> {
  let header: readonly (string | null)[] | undefined;
  let lines = "";
  for await (const row of readCsv(createReadStream(file, "utf8"))) {
    if (header === undefined) {
      header = row.map((name) => name?.replace(/^\uFEFF/, "") ?? null);
      if (!header.includes("opportunity_id")) fail(`${file} has no column opportunity_id.`);
      const unknown = header.filter((name) => columns[name ?? ""] === undefined);
      if (unknown.length > 0) console.warn(`Left out: ${unknown.join(", ")}`);
    } else {
      lines += lineOf(header, row, currency);
    }
    if (lines.length > parcel) {
      yield lines;
      lines = "";
    }
  }
  yield lines;
}

/** What the server answers to each line; `line` counts from 1, and so do the rows below the header. */
interface Outcome {
  readonly line: number;
  readonly status: "created" | "updated" | "unchanged" | "refused";
  readonly fault?: { readonly code: string; readonly message: string };
}

async function* outcomesOf(answer: Response): AsyncGenerator<Outcome> {
  let rest = "";
  for await (const text of (answer.body ?? new ReadableStream()).pipeThrough(
    new TextDecoderStream(),
  )) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield JSON.parse(line) as Outcome;
  }
}

const jsonOf = async <T>(answer: Response): Promise<T> => {
  if (!answer.ok) fail(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

const load = async (file: string, url: string, user: string, key: string): Promise<void> => {
  const { token } = await jsonOf<{ token: string }>(
    await fetch(`${url}/demo/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user }),
    }),
  );
  const authorization = `Bearer ${token}`;
  const me = await jsonOf<{ company: { name: string; currency: string } }>(
    await fetch(`${url}/api/access/me`, { headers: { authorization } }),
  );

  const answer = await fetch(`${url}/api/records/${object}/bulk`, {
    method: "POST",
    headers: {
      authorization,
      "content-type": "application/x-ndjson",
      accept: "application/x-ndjson",
      "idempotency-key": key,
    },
    body: Readable.toWeb(
      Readable.from(linesOf(file, me.company.currency)).map((line: string) => Buffer.from(line)),
    ) as unknown as ReadableStream,
    // A body that is a stream goes one way first, then the other.
    duplex: "half",
  } as RequestInit);
  if (!answer.ok) fail(`The bulk route answered ${answer.status}: ${await answer.text()}`);

  const counts: Record<Outcome["status"], number> = {
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
  };
  for await (const { line, status, fault } of outcomesOf(answer)) {
    counts[status] += 1;
    if (status === "refused") {
      console.error(`${basename(file)}, row ${line}: ${fault?.code}: ${fault?.message}`);
    }
  }
  console.log(
    `${me.company.name}, ${object}: ${Object.entries(counts)
      .map(([status, count]) => `${count} ${status}`)
      .join(", ")}`,
  );
  if (counts.refused > 0) process.exitCode = 1;
};

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string", default: "http://localhost:8787" },
      user: { type: "string", default: "admin" },
      key: { type: "string" },
    },
  });
  const [file] = positionals;
  if (file === undefined) fail(usage);
  else {
    const key = values.key ?? randomUUID();
    try {
      await load(file, values.url.replace(/\/+$/, ""), values.user, key);
    } catch (error) {
      const reason = error instanceof Error ? (error.cause ?? error.message) : error;
      fail(`Broken off: ${String(reason)}\nGo on with the same command and --key ${key}`);
    }
  }
}
