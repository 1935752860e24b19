// The bare entry on Deno: one libSQL file or server, HS256 bearer tokens of the host. `deno run main.ts` with
// ENNEAD_SECRET (at least 32 bytes), and PORT, ENNEAD_DATA (a folder) or ENNEAD_DB (a URL), ENNEAD_DB_TOKEN,
// ENNEAD_TICK_SECRET (for `POST /internal/tick`), ENNEAD_SMTP (`smtp://user:password@host:587`, delivers mail),
// ENNEAD_MAIL_FROM and ENNEAD_URL (the address reports are mailed by, and where this API is for those who receive them),
// ENNEAD_METRICS_SECRET (for `GET /metrics`), ENNEAD_ORIGINS (of embedding pages, with commas), ENNEAD_TRUSTED_HOPS (proxies
// before it), ENNEAD_LOG (`info`, `warn`, `error` or `silent`: the least that is printed, one JSON object a line),
// ENNEAD_KEYS (the key ring, newest first: `k2=<base64 of 32 bytes or more>,k1`; `k1` follows from ENNEAD_SECRET).
import {
  createEnnead,
  hs256Bearer,
  minuteDriver,
  smtpMailer,
  type Key,
  type Logger,
} from "./src/index.ts";

const variable = (name: string): string | undefined => Deno.env.get(name);

const text = variable("ENNEAD_SECRET") ?? "";
const secret = new TextEncoder().encode(text);
if (secret.length < 32) {
  console.error("ENNEAD_SECRET must hold at least 32 bytes.");
  Deno.exit(1);
}

const folder = variable("ENNEAD_DATA") ?? "./data";
const given = variable("ENNEAD_DB");
if (given === undefined) Deno.mkdirSync(folder, { recursive: true });
const token = variable("ENNEAD_DB_TOKEN");

const levels = ["info", "warn", "error", "silent"];
const least = levels.indexOf(variable("ENNEAD_LOG") ?? "info");
if (least < 0) {
  console.error(`ENNEAD_LOG is one of ${levels.join(", ")}.`);
  Deno.exit(1);
}

const logger: Logger = (level, event, facts) => {
  if (levels.indexOf(level) < least) return;
  console.log(JSON.stringify({ ...facts, level, event, at: new Date().toISOString() }));
};

const tickSecret = variable("ENNEAD_TICK_SECRET");
const metricsSecret = variable("ENNEAD_METRICS_SECRET");

const derived = async (purpose: string): Promise<Uint8Array> => {
  const key = await crypto.subtle.importKey(
    "raw",
    secret,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(purpose)));
};

const keyOf = async (written: string): Promise<Key> => {
  const [id = "", ...rest] = written.split("=");
  const base64 = rest.join("=");
  if (base64 === "" && id === "k1") return { id, secret: await derived("ennead cursors") };
  return { id, secret: Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)) };
};
const keys = await Promise.all((variable("ENNEAD_KEYS") ?? "k1").split(",").map(keyOf));

const smtp = variable("ENNEAD_SMTP");
const from = variable("ENNEAD_MAIL_FROM");
const url = variable("ENNEAD_URL");

const ennead = createEnnead({
  db: {
    url: given ?? `file:${folder}/ennead.db`,
    ...(token === undefined ? {} : { authToken: token }),
  },
  auth: [hs256Bearer({ secret })],
  clock: Date.now,
  random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  keys,
  ...(smtp === undefined ? {} : { mailer: smtpMailer({ url: smtp }) }),
  ...(from === undefined || url === undefined
    ? {}
    : { reportMailing: { from: { address: from }, url } }),
  logger,
  origins: (variable("ENNEAD_ORIGINS") ?? "").split(",").filter((origin) => origin !== ""),
  trustedHops: Number(variable("ENNEAD_TRUSTED_HOPS") ?? 0),
  ...(tickSecret === undefined ? {} : { tickSecret }),
  ...(metricsSecret === undefined ? {} : { metricsSecret }),
});
await ennead.migrate();

const server = Deno.serve({ port: Number(variable("PORT") ?? 8000) }, (request, { remoteAddr }) =>
  ennead.fetch(request, { ip: "hostname" in remoteAddr ? remoteAddr.hostname : undefined }),
);
const stop = minuteDriver({
  tick: ennead.tickInTime,
  clock: Date.now,
  failed: (error) => logger("error", "tick", { error: String(error) }),
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.addSignalListener(signal, () => void server.shutdown());
}
await server.finished;
await stop();
await ennead.close();
