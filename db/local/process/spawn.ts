import { type ChildProcess, spawn } from "node:child_process";
import type { Report } from "./child.ts";

/** An engine could not be started or died while starting; the message says what to do where it can. */
export class EngineStartError extends Error {
  override readonly name = "EngineStartError";
}

export interface SpawnOptions {
  /** Name for messages, e.g. `warehouse`. */
  readonly name: string;
  /** Script of the process. */
  readonly script: string;
  /** Passed to the script as JSON. */
  readonly options: unknown;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder for node's compile cache: with it a start needs neither parser nor type stripper, which saves 30 MB. */
  readonly cacheDir: string;
  /** Flags of node itself. */
  readonly nodeFlags?: readonly string[];
  /** Milliseconds until starting counts as failed. */
  readonly timeout?: number;
}

export interface EngineProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the process has ended, however. */
  readonly exited: Promise<void>;
  /** Ends the process and waits for it. */
  close(): Promise<void>;
}

/** How long a process may take to end by itself before it is killed. */
const CLOSE_TIMEOUT_MS = 8_000;

/** Starts an engine's process and waits until it reports that it serves. Throws {@link EngineStartError}. */
export async function spawnEngine(options: SpawnOptions): Promise<EngineProcess> {
  const args = [...(options.nodeFlags ?? []), options.script, JSON.stringify(options.options)];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...options.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: options.cacheDir },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const port = await readyPort(child, options);
  return {
    pid: child.pid!,
    port,
    exited,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        const hard = setTimeout(() => child.kill("SIGKILL"), CLOSE_TIMEOUT_MS);
        await exited;
        clearTimeout(hard);
      }
    },
  };
}

function readyPort(child: ChildProcess, { name, timeout = 120_000 }: SpawnOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new EngineStartError(`The ${name} did not start: ${why}`));
    };
    const timer = setTimeout(() => fail(`no answer within ${timeout / 1000} s`), timeout);
    child.once("error", (error) => fail(error.message));
    const died = (code: number | null, signal: string | null): void =>
      fail(`its process ended with ${signal ?? `exit code ${code}`}`);
    child.once("exit", died);
    child.on("message", (message: Report) => {
      if ("failed" in message) return fail(message.failed.message);
      clearTimeout(timer);
      child.off("exit", died);
      resolve(message.ready.port);
    });
  });
}
