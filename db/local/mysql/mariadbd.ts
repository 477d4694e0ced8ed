import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EngineStartError } from "../process/spawn.ts";
import { endStale } from "../process/stale.ts";

/** Ends the server when our end of the pipe closes, however this process dies; ends with the server. */
const KEEPER = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(cat <&3 >/dev/null 2>&1; kill $server 2>/dev/null) &
keeper=$!
wait $server
code=$?
kill $keeper 2>/dev/null
exit $code`;

/** A server for one machine: small, without networking, durable at each commit, as strict as MySQL 8. */
const FLAGS = [
  "--skip-networking",
  // The socket lies in a folder that only its owner can enter: no accounts, so no system tables to set up.
  "--skip-grant-tables",
  "--skip-log-bin",
  "--performance-schema=OFF",
  "--use-stat-tables=never",
  "--innodb-stats-persistent=OFF",
  "--innodb-flush-log-at-trx-commit=1",
  "--innodb-buffer-pool-size=24M",
  "--innodb-log-buffer-size=2M",
  "--innodb-log-file-size=32M",
  "--innodb-print-all-deadlocks=OFF",
  "--innodb-lock-wait-timeout=20",
  "--key-buffer-size=64K",
  "--aria-pagecache-buffer-size=1M",
  "--table-open-cache=256",
  "--max-connections=64",
  "--max-allowed-packet=64M",
  "--thread-cache-size=8",
  "--character-set-server=utf8mb4",
  "--collation-server=utf8mb4_unicode_520_nopad_ci",
  "--default-time-zone=+00:00",
  "--explicit-defaults-for-timestamp=ON",
  "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION",
];

const PID_FILE = "mariadbd.pid";

export interface Mariadbd {
  /** Resolves when the server has ended, also when it crashed. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface MariadbdOptions {
  readonly binary: string;
  readonly dataDir: string;
  readonly socket: string;
}

/** Starts the server on its data folder and waits until it takes connections. Throws {@link EngineStartError}. */
export async function startMariadbd(options: MariadbdOptions): Promise<Mariadbd> {
  const { dataDir } = options;
  await endStale(join(dataDir, PID_FILE), dataDir).catch((error: Error) => {
    throw new EngineStartError(error.message);
  });
  const data = join(dataDir, "data");
  if (!existsSync(data)) await createData(options, data);
  return launch(options, data);
}

/**
 * Makes the first data folder beside its place and moves it there after a clean stop. A server killed just after it
 * made its data can't read them again: the first pages are in its log alone.
 */
async function createData(options: MariadbdOptions, data: string): Promise<void> {
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const first = await launch(options, draft);
  await first.stop();
  renameSync(draft, data);
}

async function launch({ binary, dataDir, socket }: MariadbdOptions, data: string): Promise<Mariadbd> {
  const logFile = join(dataDir, "mariadbd.log");
  rmSync(socket, { force: true });

  const args = [
    "--no-defaults",
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--pid-file=${join(dataDir, PID_FILE)}`,
    `--tmpdir=${data}`,
    ...(process.getuid?.() === 0 ? ["--user=root"] : []),
    ...FLAGS,
  ];
  const log = openSync(logFile, "a");
  const logStart = statSync(logFile).size;
  const child = spawn("sh", ["-c", KEEPER, "keeper", binary, ...args], {
    stdio: ["pipe", log, log],
    cwd: data,
    // Out of the terminal's reach: Ctrl-C is for the starter, which then stops the server.
    detached: true,
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // The pipe breaks when the server ends first.
  child.stdin!.on("error", () => {});
  await waitUntilReady(child, socket, () => readFileSync(logFile, "utf8").slice(logStart));
  return {
    exited,
    stop: async () => {
      child.stdin!.destroy();
      await exited;
    },
  };
}

const START_TIMEOUT_MS = 90_000;
const POLL_MS = 40;

async function waitUntilReady(child: ChildProcess, socket: string, log: () => string): Promise<void> {
  for (let waited = 0; !(await connects(socket)); waited += POLL_MS) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new EngineStartError(`mariadbd ended while starting:\n${errorLines(log())}`);
    }
    if (waited > START_TIMEOUT_MS) {
      child.stdin!.destroy();
      throw new EngineStartError(`mariadbd did not open its socket ${socket}:\n${errorLines(log())}`);
    }
    await sleep(POLL_MS);
  }
}

function connects(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(socket);
    probe.once("error", () => resolve(false));
    // The server greets first; a bound socket alone is not yet a server.
    probe.once("data", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("close", () => resolve(false));
  });
}

function errorLines(log: string): string {
  const lines = log.trimEnd().split("\n");
  const errors = lines.filter((line) => line.includes("[ERROR]"));
  return (errors.length > 0 ? errors : lines).slice(-5).join("\n");
}
