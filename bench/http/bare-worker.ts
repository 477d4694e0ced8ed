import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { freePort } from "@edgewise/scripts/stack/ports.ts";
import { WORKERD_BINARY } from "@edgewise/scripts/stack/workerd.ts";

/** The least a Worker can do: the yardstick beside the product, served by the same workerd in the same way. */
export interface BareWorker {
  readonly url: string;
  stop(): void;
}

/** Serves one ES module in a workerd of its own on a free port. */
export async function startBareWorker(source: string): Promise<BareWorker> {
  const directory = mkdtempSync(join(tmpdir(), "edgewise-bare-"));
  const port = await freePort("127.0.0.1");
  writeFileSync(join(directory, "worker.js"), source);
  writeFileSync(
    join(directory, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "2026-10-01",
    compatibilityFlags = ["nodejs_compat"],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`,
  );
  const child = spawn(WORKERD_BINARY, ["serve", join(directory, "config.capnp"), "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdio[3] as Readable }).on("line", () => resolve());
    child.once("exit", (code) => reject(new Error(`the bare Worker stopped (exit ${code})`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      child.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
