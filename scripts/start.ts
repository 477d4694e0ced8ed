/** `npm start`: the whole product on this machine. See the README for its switches and variables. */
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { trimMemory } from "./stack/memory.ts";
import { dataDirectory } from "./stack/paths.ts";
import { requirePort } from "./stack/ports.ts";
import { type Stack, startStack } from "./stack/stack.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(error: unknown): never {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const USAGE = `npm start [-- SWITCHES]

  --no-web   without the web app, for SDK and API work
  --demo     fills a demo project with 90 days of data, if it is not there yet
  --help     this

EDGEWISE_DATA (.edgewise), EDGEWISE_PORT (8787), EDGEWISE_WEB_PORT (3000) and EDGEWISE_HOST (127.0.0.1) say where.`;

function switches() {
  const off = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ options: { "no-web": off, demo: off, help: off } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    return fail(`${reason}.\n\n${USAGE}`);
  }
}

const flags = switches();
if (flags.help) {
  say(USAGE);
  process.exit(0);
}
const host = process.env.EDGEWISE_HOST || "127.0.0.1";
const edgePort = Number(process.env.EDGEWISE_PORT || 8787);
const webPort = Number(process.env.EDGEWISE_WEB_PORT || 3000);
const dataDir = dataDirectory();
const geoipFile = process.env.EDGEWISE_GEOIP_FILE || undefined;
const {
  EDGEWISE_MAIL_KEY: MAIL_KEY,
  EDGEWISE_MAIL_FROM: MAIL_FROM,
  EDGEWISE_METRICS_KEY: METRICS_KEY,
  EDGEWISE_STRIPE_KEY: STRIPE_KEY,
  EDGEWISE_STRIPE_WEBHOOK_SECRET: STRIPE_WEBHOOK_SECRET,
  EDGEWISE_STRIPE_TAX: STRIPE_TAX,
} = process.env;
const stripe =
  STRIPE_KEY && STRIPE_WEBHOOK_SECRET
    ? { STRIPE_KEY, STRIPE_WEBHOOK_SECRET, ...(STRIPE_TAX ? { STRIPE_TAX } : {}) }
    : undefined;
const payments = process.env.EDGEWISE_PAYMENTS === "local" && !stripe ? ("local" as const) : undefined;
/** Traces, by the names that OpenTelemetry gives them. */
const tracing = Object.fromEntries(
  Object.entries(process.env).filter(([name]) =>
    /^OTEL_(EXPORTER_OTLP_(ENDPOINT|HEADERS)|TRACES_SAMPLER_ARG|SERVICE_NAME)$/.test(name),
  ),
) as Record<string, string>;
/** Ways of logging in, and the keys that secrets are sealed under: the Worker's names with `EDGEWISE_` before them. */
const LOG_IN = [
  "ENCRYPTION_KEYS",
  "GITHUB_CLIENT_ID",
  "GITHUB_CLIENT_SECRET",
  "GITHUB_URL",
  "GOOGLE_CLIENT_ID",
  "GOOGLE_CLIENT_SECRET",
  "SIGNUP_CONFIRM",
];
const logIn = Object.fromEntries(
  LOG_IN.map((name) => [name, process.env[`EDGEWISE_${name}`] ?? ""]).filter(([, value]) => value !== ""),
);
/** Regions side by side, e.g. `us,eu`: to try how data stays apart. */
const regions = (process.env.EDGEWISE_REGIONS ?? "").split(",").filter(Boolean);
const mail = MAIL_KEY && MAIL_FROM ? { MAIL_PROVIDER: "resend", MAIL_KEY, MAIL_FROM } : undefined;

let stack: Stack | undefined;
let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  // Parts stop within their own grace; this bound holds whatever happens.
  setTimeout(() => process.exit(1), 9000).unref();
  await stack?.stop();
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

try {
  if (METRICS_KEY && METRICS_KEY.length < 16)
    throw new Error("EDGEWISE_METRICS_KEY is too short: use 16 characters or more.");
  if (geoipFile && !existsSync(geoipFile)) throw new Error(`EDGEWISE_GEOIP_FILE names no file: ${geoipFile}`);
  rmSync(`${dataDir}/dev.json`, { force: true });
  stack = await startStack({
    dataDir,
    host,
    edgePort,
    webPort,
    web: !flags["no-web"],
    geoipFile,
    ...(regions.length > 0 ? { regions } : {}),
    ...(payments ? { payments } : {}),
    vars: { ...mail, ...logIn, ...stripe, ...tracing, ...(METRICS_KEY ? { METRICS_KEY } : {}) },
    log: say,
    beforeListen: async () => {
      await requirePort(host, edgePort, "EDGEWISE_PORT");
      if (!flags["no-web"]) await requirePort(host, webPort, "EDGEWISE_WEB_PORT");
    },
  });
} catch (error) {
  fail(error);
}
const { credentials } = stack;
if (flags.demo) {
  // A process of its own: what it needs in memory is gone afterwards.
  const filling = spawn(process.execPath, [`${import.meta.dirname}/demo/run.ts`, `${dataDir}/dev.json`], {
    stdio: "inherit",
  });
  const code = await new Promise((resolve) => filling.once("exit", resolve));
  if (code !== 0) say("The demo project is not complete: start again with --demo to go on.");
}
say("");
say(
  `Edgewise is ready  edge ${credentials.edge}${flags["no-web"] ? "" : `  web ${credentials.web}`}  credentials ${dataDir}/dev.json`,
);
trimMemory();
