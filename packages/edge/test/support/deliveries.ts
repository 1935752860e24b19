import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { strFromU8, unzipSync } from "fflate";

import { openPlace, type DatabaseKind } from "./databases.ts";
import { openEdge, type Edge } from "./edge.ts";
import { startSmtp, type ReceivedMail, type Smtp } from "./smtp.ts";

const reports = "/api/analytics/reports";
const day = 86_400_000;

/**
 * Where a process is ended. `before:…` and `after:…` are the edge's own points, at their n-th time; `smtp:recipient` and
 * `smtp:taken` are moments of the mail server: it has heard of a recipient, or has the whole mail and has not said so.
 */
export const killPoints = [
  "before:batch",
  "after:batch",
  "before:deliver",
  "after:deliver",
  "smtp:recipient",
  "smtp:taken",
] as const;

export interface Kill {
  readonly point: (typeof killPoints)[number];
  /** From 1. */
  readonly nth: number;
}

/** What became of the mails of all rounds. */
export interface Delivered {
  readonly killed: number;
  readonly deliveries: number;
  readonly sent: number;
  /** Deliveries of which the edge says that it cannot know; some have arrived. */
  readonly uncertain: number;
  readonly uncertainArrived: number;
  /** Everything that must not be. */
  readonly wrong: readonly string[];
}

const worker = fileURLToPath(new URL("../pivot/report-worker.ts", import.meta.url));

/** Lets a process of its own work; answers whether it was killed. */
const work = (
  edge: Edge,
  post: Smtp,
  now: number,
  { kill, ticks }: { readonly kill?: Kill; readonly ticks: number },
): Promise<boolean> => {
  const { url, authToken = "" } = edge.options;
  const point = kill?.point.startsWith("smtp:") === false ? kill.point : "";
  const child = spawn(
    process.execPath,
    [
      worker,
      url,
      `smtp://127.0.0.1:${post.port}`,
      String(now),
      String(ticks),
      point,
      String(kill?.nth ?? 1),
    ],
    { stdio: "inherit", env: { ...process.env, ENNEAD_TEST_TOKEN: authToken } },
  );
  let left = kill?.nth ?? 0;
  const hit = (at: Kill["point"]): boolean => {
    if (kill?.point !== at) return false;
    left -= 1;
    if (left !== 0) return false;
    child.kill("SIGKILL");
    return true;
  };
  post.behave({
    recipient: () => {
      hit("smtp:recipient");
      return null;
    },
    drop: () => hit("smtp:taken"),
  });
  return new Promise((resolve) => {
    child.on("close", (_code, signal) => resolve(signal === "SIGKILL"));
  });
};

/** An attachment of a mail, by the end of its name. */
const attached = ({ source }: ReceivedMail, ending: string): Uint8Array | null => {
  const part = source
    .split(/\r\n--[^\r\n]+/)
    .find((one) => new RegExp(`filename="?[^"\\r\\n]*${ending}`).test(one));
  const body = part?.split("\r\n\r\n").slice(1).join("");
  return body === undefined ? null : new Uint8Array(Buffer.from(body, "base64"));
};

/** What of a mail is not as its recipient must get it. */
const faultsOf = (mail: ReceivedMail, own: string | null, others: readonly string[]): string[] => {
  const text = mail.source.replaceAll("=\r\n", "").replaceAll("=3D", "=");
  const pdf = attached(mail, ".pdf");
  const xlsx = attached(mail, ".xlsx");
  const sheet =
    xlsx === null ? "" : strFromU8(unzipSync(xlsx)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  const has = (number: string): boolean =>
    text.includes(`>${number}</td>`) || sheet.includes(`<v>${Number(number)}</v>`);
  return [
    ...(pdf === null || strFromU8(pdf.subarray(0, 5)) !== "%PDF-" ? ["no PDF"] : []),
    ...(sheet === "" ? ["no XLSX"] : []),
    ...(text.includes("<table>") ? [] : ["no table"]),
    ...(own !== null && !(text.includes(`>${own}</td>`) && sheet.includes(`<v>${Number(own)}</v>`))
      ? ["not his numbers"]
      : []),
    ...(others.some(has) ? ["another's numbers"] : []),
  ];
};

const people = async (edge: Edge): Promise<void> => {
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Reporter",
      objects: { "pivot.report": ["create", "viewAll", "update"], visit: ["create", "read"] },
      fields: {},
      system: ["pivot.schedule"],
    },
  });
  for (const who of ["rep", "mate", "nobody"] as const) {
    await edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, {
      body: { sets: [made.body["id"]] },
    });
  }
  for (const [who, hours] of [
    ["rep", "1.50"],
    ["mate", "3.25"],
  ] as const) {
    const fields = { subject: "V", mood: "good", hours };
    await edge.send(who, "POST", "/api/records/visit", { body: { fields } });
  }
};

/**
 * A report is mailed daily to three people who each see their own records. In every round a process is killed while it
 * delivers, at the named point, and another one takes over.
 */
export const deliveriesDrill = async (
  on: DatabaseKind,
  kills: readonly Kill[],
): Promise<Delivered> => {
  const post = await startSmtp();
  const place = await openPlace(on);
  // Without jobs of its own to deliver: only the workers have a mailer.
  const edge = await openEdge({}, place);
  const wrong: string[] = [];
  let [killed, sent, uncertain, uncertainArrived, deliveries] = [0, 0, 0, 0, 0];
  try {
    await people(edge);
    const spec = {
      version: 1,
      source: "visit",
      rows: [{ name: "mood", field: "mood" }],
      cols: [],
      values: [{ name: "hours", agg: "sum", field: "hours" }],
    };
    const saved = await edge.send("rep", "POST", reports, { body: { name: "Visits", spec } });
    const at = `${reports}/${String(saved.body["id"])}`;
    const recipients = { rep: "1.50", mate: "3.25", nobody: null } as const;
    await edge.send("rep", "POST", `${at}/schedules`, {
      body: {
        rule: { every: "day", at: "08:00", timeZone: "UTC" },
        recipients: (["rep", "mate", "nobody"] as const).map((who) => edge.users[who]),
        formats: ["pdf", "xlsx"],
      },
    });
    let now = edge.time.now;
    for (const kill of kills) {
      now += day;
      if (await work(edge, post, now, { kill, ticks: 1 })) killed += 1;
      // Leases of what was killed have ended by then.
      await work(edge, post, now + 120_000, { ticks: 2 });
      edge.time.now = Math.max(edge.time.now, now + 600_000);
      const list = await edge.send("rep", "GET", `${at}/deliveries?limit=3&sort=-period`);
      const told = list.body["items"] as {
        id: string;
        state: string;
        recipient: string;
      }[];
      const name = `${kill.point} ${kill.nth}`;
      const whom = new Set(told.map(({ recipient }) => recipient));
      if (whom.size !== 3) wrong.push(`${name}: ${whom.size} recipients have a delivery`);
      for (const { id, state, recipient } of told) {
        deliveries += 1;
        const who = (["rep", "mate", "nobody"] as const).find(
          (one) => edge.users[one] === recipient,
        );
        const mails = post.taken.filter(({ messageId }) => messageId.includes(id));
        if (mails.length > 1) wrong.push(`${name}: ${mails.length} mails to ${who}`);
        if (state === "sent") {
          sent += 1;
          if (mails.length !== 1) wrong.push(`${name}: sent to ${who}, ${mails.length} arrived`);
        } else if (state === "uncertain") {
          uncertain += 1;
          uncertainArrived += mails.length;
        } else wrong.push(`${name}: a delivery to ${who} is left ${state}`);
        const own = recipients[who ?? "nobody"];
        const others = Object.values(recipients).filter(
          (number): number is "1.50" | "3.25" => number !== null && number !== own,
        );
        for (const mail of mails) {
          if (!mail.to.includes(`${who}@ours.example`)) wrong.push(`${name}: to ${mail.to.join()}`);
          for (const fault of faultsOf(mail, own, others))
            wrong.push(`${name}: ${who} has ${fault}`);
        }
      }
    }
  } finally {
    await edge.close();
    await post.close();
  }
  return { killed, deliveries, sent, uncertain, uncertainArrived, wrong };
};
