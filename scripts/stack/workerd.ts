import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { boundedLog } from "./bounded-log.ts";
import type { WorkerSettings } from "./worker-options.ts";

export interface WorkerdOptions {
  readonly host: string;
  readonly port: number;
  /** Folder that belongs to workerd: state survives restarts, `run/` is scratch. */
  readonly directory: string;
  readonly settings: Omit<WorkerSettings, "staticDirectory">;
}

/** Where workerd's binary is (the npm package ships it). */
export const WORKERD_BINARY: string = (createRequire(import.meta.url)("workerd") as { default: string })
  .default;

/** The API Worker's private socket: internal routes are reachable here and nowhere else. */
export function apiSocket(directory: string): string {
  return join(directory, "run", "api.sock");
}

/** What the configuring child reads. */
export type ConfigureInput = Pick<WorkerdOptions, "directory" | "settings">;

/** The file that {@link configureWorkerd} writes and {@link serveWorkerd} serves. */
export function configurationFile(directory: string): string {
  return join(directory, "run", "workerd.bin");
}

/** Bundles the Workers and writes their configuration, in a child process. Throws with what the child said. */
export async function configureWorkerd({ directory, settings }: ConfigureInput): Promise<void> {
  const run = join(directory, "run");
  rmSync(run, { recursive: true, force: true });
  mkdirSync(join(run, "tmp"), { recursive: true });
  mkdirSync(join(directory, "state"), { recursive: true });
  const child = spawn(process.execPath, [join(import.meta.dirname, "workerd-config.ts")], {
    stdio: ["pipe", "ignore", "pipe"],
    env: { ...process.env, TMPDIR: join(run, "tmp") },
  });
  const errors: string[] = [];
  child.stderr.on("data", (data: Buffer) => errors.push(data.toString()));
  child.stdin.end(JSON.stringify({ directory, settings } satisfies ConfigureInput));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("exit", (...result) => resolve(result)),
  );
  if (signal !== "SIGKILL") throw new Error(`Could not configure workerd (exit ${code}): ${errors.join("")}`);
}

/** A line a request: some days of a busy instance; as much again is kept of what came before. */
const LOG_BYTES = 50_000_000;

/** Starts workerd on the configuration and resolves when it listens. Logs go to `run/workerd.log`. */
export async function serveWorkerd(options: WorkerdOptions): Promise<ChildProcess> {
  const run = join(options.directory, "run");
  for (const name of ["entry.sock", "api.sock"]) rmSync(join(run, name), { force: true });
  const child = spawn(
    WORKERD_BINARY,
    [
      "serve",
      "--binary",
      "--experimental",
      configurationFile(options.directory),
      `--socket-addr=entry=unix:${join(run, "entry.sock")}`,
      `--socket-addr=direct:0:default=${options.host}:${options.port}`,
      `--socket-addr=direct:1:default=unix:${apiSocket(options.directory)}`,
      "--external-addr=loopback=127.0.0.1:9",
      "--control-fd=3",
    ],
    { stdio: ["ignore", "pipe", "pipe", "pipe"], cwd: options.directory },
  );
  const log = boundedLog(join(run, "workerd.log"), LOG_BYTES);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const tail: string[] = [];
  child.stderr?.on("data", (data: Buffer) => {
    tail.push(data.toString());
    if (tail.length > 20) tail.shift();
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdio[3] as Readable }).on("line", (line) => {
      if (line.includes('"direct:0:default"')) resolve();
    });
    child.once("exit", (code) => reject(new Error(`workerd stopped (exit ${code}): ${tail.join("")}`)));
  });
  return child;
}
